using System.Globalization;

namespace PageWatch.Pipeline.Tests.Week;

/// <summary>Something that a visitor writes in the week.</summary>
/// <param name="At">UTC, on a tick of the week.</param>
internal sealed record WeekPost(DateTimeOffset At, string NativeId, string Text, string Author);

/// <summary>What a page with many visitors gets in a week: most of it asks for nothing, some of it for an answer, and twice everybody writes at once.</summary>
internal static class WeekPosts
{
    /// <summary>Visitors per hour of the day, local time, against each other.</summary>
    private static readonly int[] ByHour = [2, 1, 1, 1, 1, 2, 4, 7, 9, 10, 10, 11, 12, 11, 10, 10, 11, 12, 13, 14, 13, 10, 7, 4];

    private static readonly string[] Things = ["kettle", "lamp", "teapot", "parcel", "blender", "chair", "lid", "jacket", "bottle", "toaster"];

    private static readonly string[] Names = ["Jana", "Tom", "Mia", "Noah", "Elif", "Igor", "Sara", "Luca", "Anke", "Paul", "Rosa", "Omar", "Nina", "Kofi", "Lena", "Marek"];

    private static readonly string[] Talk =
    [
        "Just unpacked my new {0}, it looks great in the kitchen.", "I love the colour of this {0}!", "What a lovely picture.", "Happy birthday to the whole team!", "Love it!",
        "My dog likes the {0} as well.", "We have had our {0} for ten years now.", "Beautiful {0}, well done.", "Greetings from Lisbon.", "The {0} in blue is my favourite.",
        "Saw you at the fair on Saturday, great stand.", "This {0} made my morning.", "Great stand at the fair, see you next year.", "I love my {0}.", "Good luck for the new season!",
    ];

    private static readonly string[] Complaints =
    [
        "My {0} arrived broken and nobody answers my mails.", "Third {0} in a row that is damaged. I want my money back!", "The {0} stopped working after two days, this is terrible.",
        "I have been waiting three weeks for my {0}. Where is it?", "Your {0} is broken again, I am so disappointed.", "Worst {0} ever, it leaks everywhere.",
    ];

    private static readonly string[] Questions =
    [
        "Where can I buy the {0} in Vienna?", "Does the {0} come in green?", "How long does the battery of the {0} last?", "Is the {0} dishwasher safe?", "When will the {0} be in stock again?",
    ];

    private static readonly string[] Requests = ["Please send me the manual of the {0}.", "Could you please tell me how to clean the {0}?", "Please cancel my order of the {0}."];

    private static readonly string[] Money = ["I want a refund for this broken {0}.", "Still no refund for the {0} that I sent back. Unacceptable!"];

    /// <param name="count">All in all, those of the rushes included.</param>
    /// <param name="monday">Midnight, local time.</param>
    /// <param name="tick">Between two looks at the page.</param>
    public static IReadOnlyList<WeekPost> Of(int seed, int count, DateTimeOffset monday, TimeSpan tick)
    {
        var random = new Random(seed);
        var posts = new List<WeekPost>(count);
        // On Wednesday afternoon nobody can log in; on Thursday night something burns.
        AddRush(monday.AddHours((2 * 24) + 14), TimeSpan.FromMinutes(90), count / 80, "The app is down again, I cannot log in! This is terrible.");
        AddRush(monday.AddHours((3 * 24) + 23), TimeSpan.FromMinutes(40), count / 800, "My {0} caught fire! This is dangerous, do something now!");
        var weights = Enumerable.Range(0, 7 * 24).Select(hour => ByHour[hour % 24] * (hour / 24 >= 5 ? 0.7 : 1.0)).ToArray();
        var all = weights.Sum();
        while (posts.Count < count)
        {
            var at = random.NextDouble() * all;
            var hour = 0;
            while (at > weights[hour])
                at -= weights[hour++];
            Add(monday.AddHours(hour + (at / weights[hour])), random.Next(1_000) switch
            {
                < 910 => Talk,
                < 938 => Complaints,
                < 975 => Questions,
                < 990 => Requests,
                _ => Money,
            });
        }

        return [.. posts.OrderBy(post => post.At).ThenBy(post => post.NativeId, StringComparer.Ordinal)];

        void AddRush(DateTimeOffset from, TimeSpan length, int posts, string text)
        {
            for (var post = 0; post < posts; post++)
                Add(from + (random.NextDouble() * length), [text]);
        }

        void Add(DateTimeOffset at, string[] texts)
        {
            var ticks = Math.Ceiling((at - monday) / tick);
            posts.Add(new WeekPost(
                monday + (ticks * tick),
                "w" + posts.Count.ToString(CultureInfo.InvariantCulture),
                string.Format(CultureInfo.InvariantCulture, texts[random.Next(texts.Length)], Things[random.Next(Things.Length)]),
                $"{Names[random.Next(Names.Length)]} {(char)('A' + random.Next(26))}{random.Next(100)}."));
        }
    }
}
