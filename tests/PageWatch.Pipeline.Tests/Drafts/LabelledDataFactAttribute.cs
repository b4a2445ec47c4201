namespace PageWatch.Pipeline.Tests.Drafts;

/// <summary>A test on labelled posts that are not part of this project: left out where their folder is not named by <c>PAGEWATCH_LABELLED_DATA</c>.</summary>
public sealed class LabelledDataFactAttribute : FactAttribute
{
    private const string Folder = "PAGEWATCH_LABELLED_DATA";

    public LabelledDataFactAttribute()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Folder)))
            Skip = $"{Folder} names no folder of labelled posts.";
    }

    public static string File(string name) => Path.Combine(Environment.GetEnvironmentVariable(Folder)!, name);
}
