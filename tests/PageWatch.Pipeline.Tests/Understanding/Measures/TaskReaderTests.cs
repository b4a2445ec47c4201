using PageWatch.Pipeline.Understanding.Measures;
using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Pipeline.Tests.Understanding.Measures;

/// <summary>Questions answered by the models that are part of the program.</summary>
public sealed class TaskReaderTests
{
    public static TheoryData<string, string> Hostile()
    {
        var rows = new TheoryData<string, string>();
        foreach (var row in HostileTextTests.Names())
        {
            foreach (var model in ShippedModels.Names)
                rows.Add(row, model);
        }

        return rows;
    }

    [Theory, MemberData(nameof(Hostile))]
    [Trait("Promise", "7")]
    public void Hostile_text_is_answered_like_any_other(string name, string model)
    {
        var text = HostileTextTests.Named(name);
        foreach (var task in TaskReader.Tasks.Keys)
        {
            var answer = TaskReader.Of(task, () => ShippedModels.Named(model)).Read(text, language: null);
            answer.Label.ShouldNotBeNullOrEmpty();
            answer.Confidence.ShouldBeInRange(0, 1);
            answer.AlertScore.ShouldBeInRange(0, 1);
        }
    }

    [Fact]
    public void Of_a_long_text_both_ends_are_read_and_its_middle_is_not()
    {
        var plain = Answer(Filled(""), at: 0);
        Answer(Filled("terrible awful disgusting "), 10_200).ShouldBe(plain);
        Answer(Filled("terrible awful disgusting "), 17_500).ShouldBe(plain);
        Answer(Filled("terrible awful disgusting "), 200).AlertScore.ShouldBeGreaterThan(plain.AlertScore);
        Answer(Filled("terrible awful disgusting "), 19_000).AlertScore.ShouldBeGreaterThan(plain.AlertScore);

        static (string Word, int Length) Filled(string word) => (word, 20_000);

        static TaskAnswer Answer((string Word, int Length) text, int at)
        {
            var letters = string.Concat(Enumerable.Repeat("the box is on a table ", 1_000))[..text.Length];
            return TaskReader.Of("sentiment", () => ShippedModels.Open).Read(string.Concat(letters.AsSpan(0, at), text.Word, letters.AsSpan(at + text.Word.Length)), "en");
        }
    }

    [Fact]
    public void Language_that_is_not_known_is_looked_for()
    {
        var reader = TaskReader.Of("sentiment", () => ShippedModels.Open);
        const string Text = "I have been waiting for my parcel for three weeks and nobody answers the phone";
        reader.Read(Text, "und").ShouldBe(reader.Read(Text, "en"));
        reader.Read(Text, null).ShouldBe(reader.Read(Text, "en"));
        reader.Read(Text, "en-GB").ShouldBe(reader.Read(Text, "en"));
        reader.Read(Text, "no tag at all").ShouldBe(reader.Read(Text, "en"));
        reader.Read(Text, "de").ShouldNotBe(reader.Read(Text, "en"));
    }

    [Fact]
    public void Model_or_task_that_is_none_is_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => ShippedModels.Named("huge")).Message.ShouldContain("open, full");
        Should.Throw<KeyNotFoundException>(() => TaskReader.Of("mood", () => ShippedModels.Open));
    }
}
