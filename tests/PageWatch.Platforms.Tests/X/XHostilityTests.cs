using System.Net;
using System.Text;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.X;
using PageWatch.Testing;
using PageWatch.Testing.Platforms;

namespace PageWatch.Platforms.Tests.X;

/// <summary>Whatever comes in place of an answer or a call, nothing but the documented exception comes out.</summary>
public sealed class XHostilityTests
{
    private static readonly string Samples = Path.Combine(ProjectFolder.Of(typeof(XHostilityTests).Assembly), "X", "samples");

    [Theory, Trait("Promise", "7"), InlineData("list-mentions-page1.json"), InlineData("list-mentions-page2.json"), InlineData("lookup-partial-error.json")]
    public async Task Broken_answers_are_read_or_refused(string sample)
    {
        var whole = await File.ReadAllBytesAsync(Path.Combine(Samples, sample));
        var read = 0;
        var refused = 0;
        foreach (var body in Broken(whole))
        {
            try
            {
                await PollAsync(body);
                read++;
            }
            catch (PlatformException problem)
            {
                problem.MayHaveActed.ShouldBeFalse();
                refused++;
            }
        }

        read.ShouldBeGreaterThan(0);
        refused.ShouldBeGreaterThan(0);
    }

    [Theory, Trait("Promise", "7")]
    [InlineData("""{"data":[{"id":"1","author_id":"2","text":"\ud800"}],"meta":{}}""")]
    [InlineData("""{"data":[{"id":"\ud800","author_id":"2","text":"a"}],"meta":{"newest_id":"\ud800"}}""")]
    [InlineData("""{"data":[{"id":"9999999999999999999","author_id":"2","text":"a","created_at":"0001-01-01T00:00:00Z","edit_history_tweet_ids":["1","9999999999999999999"]}],"meta":{}}""")]
    [InlineData("""{"data":{"id":"1"},"meta":{}}""")]
    [InlineData("""{"data":[],"includes":{"users":[{"id":5}]},"meta":{}}""")]
    [InlineData("""{"meta":{"next_token":""}}""")]
    [InlineData("""{"errors":[null,{}]}""")]
    [InlineData("""[[[[[[]]]]]]""")]
    public async Task Odd_answers_are_read_or_refused(string body)
    {
        try
        {
            (await PollAsync(Encoding.UTF8.GetBytes(body))).Next.ShouldNotBeNull();
        }
        catch (PlatformException problem)
        {
            problem.Failure.ShouldBeOneOf(PlatformFailure.NotUnderstood, PlatformFailure.Denied);
        }
    }

    [Fact, Trait("Promise", "7")]
    public void Broken_calls_are_read_or_refused()
    {
        using var player = new FixturePlayer(PlatformUnderTest.Of<XTests>(), Fixture.Open(PlatformUnderTest.Of<XTests>().FixtureFolder, "webhook-created"));
        var refused = 0;
        foreach (var body in player.Fixture.Steps.SelectMany(step => Broken(player.CallOf(step).Body.ToArray())))
        {
            try
            {
                new XWebhook().Read(player.CallOf(player.Fixture.Steps[0]) with { Body = body }, player.Page).Count.ShouldBeLessThanOrEqualTo(1);
            }
            catch (PlatformException problem)
            {
                problem.Failure.ShouldBe(PlatformFailure.NotUnderstood);
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(0);
    }

    private static IEnumerable<byte[]> Broken(byte[] whole)
    {
        var random = new Random(20261120);
        for (var i = 0; i < 60; i++)
        {
            yield return whole[..random.Next(whole.Length)];
            var flipped = whole.ToArray();
            for (var flips = 0; flips <= i % 4; flips++)
                flipped[random.Next(flipped.Length)] = (byte)"{}[]\",:0a\\ \u0001"[random.Next(12)];
            yield return flipped;
        }
    }

    private static async Task<PollResult> PollAsync(byte[] body)
    {
        var platform = PlatformUnderTest.Of<XTests>();
        using var player = new FixturePlayer(platform, Fixture.Open(platform.FixtureFolder, "first-poll"));
        player.Network.Override = _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body) };
        return await player.PollOnceAsync(player.Fixture.Steps[0]);
    }
}
