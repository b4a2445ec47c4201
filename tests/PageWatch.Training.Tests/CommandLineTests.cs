namespace PageWatch.Training.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void Options_may_stand_anywhere()
    {
        var line = CommandLine.Parse(["train", "--fraction", "0.01", "open", "--data", "posts"]);
        line.Words.ShouldBe(["train", "open"]);
        line.Fraction.ShouldBe(0.01);
        line.Data.ShouldBe("posts");
    }

    [Theory]
    [InlineData("--fraction", "2")]
    [InlineData("--fraction")]
    [InlineData("--threads", "0")]
    [InlineData("--speed", "9")]
    public void What_is_wrong_is_said(params string[] args) => Should.Throw<FormatException>(() => CommandLine.Parse(args)).Message.ShouldContain(args[0]);
}
