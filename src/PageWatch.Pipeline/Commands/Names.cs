using System.Text;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Names: of watches and rules, short, typed often, safe in queries and file names; of channels and members, free in their team.</summary>
internal static class Names
{
    private const int Longest = 40;

    public static bool IsGood(string name) => name.Length is >= 2 and <= Longest && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') && char.IsAsciiLetterOrDigit(name[0]);

    /// <summary>A good name for a page, from what it calls itself or else from its host.</summary>
    public static string From(string title, Uri address)
    {
        var name = Slug(string.Join(' ', WordStream.Of(title).Select(word => word.Text)));
        if (name.Length < 2)
            name = Slug(address.Host);
        return name.Length < 2 ? "page" : name;
    }

    /// <summary>The name, or with a number where the team has another channel of that name: the console is "#care" as well.</summary>
    public static string OfChannel(IReadOnlyList<StaffChannel> known, string wanted)
    {
        var name = wanted;
        for (var number = 2; ChannelEntry.Find(known, name) is not null; number++)
            name = $"{wanted}-{number}";
        return name;
    }

    /// <summary>The name, or with a number: two people may have one name, and a name in the team is one person's.</summary>
    public static async ValueTask<string> OfMemberAsync(IMembers members, TeamId team, string wanted, CancellationToken cancellationToken)
    {
        var name = wanted;
        for (var number = 2; await members.FindByNameAsync(team, name, cancellationToken) is not null; number++)
            name = $"{wanted} {number}";
        return name;
    }

    private static string Slug(string text)
    {
        var slug = new StringBuilder();
        foreach (var c in text)
        {
            if (slug.Length == Longest - 4)
                break;
            if (char.IsAsciiLetterOrDigit(c))
                slug.Append(char.ToLowerInvariant(c));
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }

        return slug.ToString().Trim('-');
    }
}
