namespace PageWatch.Host.Shell;

/// <summary>What the program says of itself while no service runs.</summary>
internal static class Usage
{
    public const string Text = """
        PageWatch watches public pages and nudges your team to answer.

          pagewatch                     starts the service
          pagewatch <words>             says something to the running service: help, open, watch https://…
          pagewatch check-config        looks at the settings
          pagewatch migrate             brings the data up to this program
          pagewatch manifest teams      what Teams needs to know of it; also: manifest slack
          pagewatch classify            reads texts and tells their label, line by line: --task sentiment --tsv FILE
          pagewatch evaluate            how good its model is, by labelled files: --data FOLDER
          pagewatch labels export       what people said of posts, for the trainer; --out FILE
          pagewatch --version

        Options, behind any words:
          --data DIR         the folder that holds everything
          --urls URL         where to listen (http://127.0.0.1:5230)
          --public-url URL   how others reach it
          --no-demo          without the demo page
          --json             answers as JSON
        """;
}
