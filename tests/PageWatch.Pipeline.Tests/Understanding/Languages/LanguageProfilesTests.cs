using PageWatch.Pipeline.Understanding.Languages;

namespace PageWatch.Pipeline.Tests.Understanding.Languages;

public sealed class LanguageProfilesTests
{
    [Fact]
    public void Written_and_read_again_is_the_same()
    {
        var bytes = Written();
        using var again = new MemoryStream();
        LanguageProfiles.Read(new MemoryStream(bytes)).Write(again);
        again.ToArray().ShouldBe(bytes);
    }

    [Fact]
    public void Profiles_are_at_most_a_megabyte() => Written().Length.ShouldBeLessThanOrEqualTo(1_000_000);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(40)]
    [InlineData(5000)]
    public void File_that_is_cut_off_is_refused_with_the_mend(int length) =>
        Should.Throw<InvalidDataException>(() => LanguageProfiles.Read(new MemoryStream(Written()[..length]))).Message.ShouldContain("PageWatch.Training");

    [Theory]
    [InlineData(0, "another version")]
    [InlineData(5, "neither can be")]
    [InlineData(6, "neither can be")]
    public void File_that_is_none_is_refused(int at, string why)
    {
        var bytes = Written();
        bytes[at] = 200;
        Should.Throw<InvalidDataException>(() => LanguageProfiles.Read(new MemoryStream(bytes))).Message.ShouldContain(why);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        Should.Throw<InvalidDataException>(() => new ScriptProfile(Script.Latin, ["en", "de"], 4, new sbyte[31], 1));
        Should.Throw<InvalidDataException>(() => new ScriptProfile(Script.Latin, ["en", "de"], 4, new sbyte[32], 0));
        Should.Throw<InvalidDataException>(() => new ScriptProfile(Script.Latin, [], 4, [], 1));
        var profile = new ScriptProfile(Script.Latin, ["en", "de"], 4, new sbyte[32], 1);
        Should.Throw<InvalidDataException>(() => new LanguageProfiles([profile, profile]));
    }

    private static byte[] Written()
    {
        using var stream = new MemoryStream();
        LanguageProfiles.Embedded.Write(stream);
        return stream.ToArray();
    }
}
