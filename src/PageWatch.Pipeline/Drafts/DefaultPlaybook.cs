using System.Reflection;
using System.Text;
using PageWatch.Domain.Drafts;

namespace PageWatch.Pipeline.Drafts;

/// <summary>The playbook that comes with the program: enough for a small shop on its first day, in English, German, French and Spanish.</summary>
public static class DefaultPlaybook
{
    private static readonly Lazy<(string Text, Playbook Playbook)> Read = new(Load);

    /// <summary>As a team gets it to edit.</summary>
    public static string Text => Read.Value.Text;

    /// <summary>Version 0.</summary>
    public static Playbook Playbook => Read.Value.Playbook;

    private static (string Text, Playbook Playbook) Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("default-playbook.md")
            ?? throw new InvalidOperationException("The program was built without its default playbook.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = reader.ReadToEnd();
        var (playbook, problems) = PlaybookText.Parse(text);
        return (text, playbook ?? throw new InvalidOperationException("The default playbook is broken: " + string.Join(' ', problems)));
    }
}
