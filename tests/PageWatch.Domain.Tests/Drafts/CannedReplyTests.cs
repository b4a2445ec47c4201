using PageWatch.Domain.Drafts;
using PageWatch.Domain.Teams;
using PageWatch.Testing.Builders;

namespace PageWatch.Domain.Tests.Drafts;

public sealed class CannedReplyTests
{
    private static readonly CannedReply Photo = new()
    {
        Team = TeamId.Default, Name = "photo", Text = "Send us a photo.", Owner = new MemberId(1), OwnerName = "Ana", ExpiresAt = A.Morning, Version = 1, ChangedBy = "Ana", ChangedAt = A.Morning,
    };

    [Theory]
    [InlineData(180, 173)]
    [InlineData(8, 1)]
    [InlineData(7, 7)] // whoever sets an end that is near knows it
    [InlineData(1, 1)]
    public void Owner_is_told_a_week_ahead_where_there_is_more_than_a_week(int days, int toldAfter)
    {
        var reply = Photo.Until(A.Morning.AddDays(days), A.Morning);
        reply.TellAt.ShouldBe(A.Morning.AddDays(toldAfter));
        reply.IsExpired(A.Morning.AddDays(days).AddTicks(-1)).ShouldBeFalse();
        reply.IsExpired(A.Morning.AddDays(days)).ShouldBeTrue();
    }

    [Fact]
    public void Told_ahead_is_told_again_at_the_end_and_then_no_more()
    {
        var ahead = Photo.Until(A.Morning.AddDays(30), A.Morning).Told(A.Morning.AddDays(23));
        ahead.TellAt.ShouldBe(ahead.ExpiresAt);
        ahead.Told(A.Morning.AddDays(31)).TellAt.ShouldBeNull();
    }

    [Fact]
    public void Owner_who_could_not_be_told_ahead_is_told_of_the_end_alone() => Photo.Until(A.Morning.AddDays(30), A.Morning).Told(A.Morning.AddDays(40)).TellAt.ShouldBeNull();

    [Fact]
    public void Renewed_reply_is_the_version_that_follows()
    {
        var renewed = Photo.Renewed(A.Morning.AddDays(90), "Ben", A.Morning.AddDays(1));
        renewed.ShouldBe(Photo with { ExpiresAt = A.Morning.AddDays(90), TellAt = A.Morning.AddDays(83), Version = 2, ChangedBy = "Ben", ChangedAt = A.Morning.AddDays(1) });
    }
}
