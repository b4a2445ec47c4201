using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Testing.Builders;

namespace PageWatch.Domain.Tests.Posts;

public sealed class PostHistoryTests
{
    private static readonly NewPost Identity = new(new PostId(9), TeamId.Default, new PageId(1), new ConversationId(4));
    private static readonly DateTimeOffset SeenAt = A.Morning + TimeSpan.FromSeconds(3);

    private static PostChange See(Post? known, PostSnapshot seen, bool firstLook = false, DateTimeOffset? baselineBefore = null) =>
        PostHistory.Seen(known, seen, Identity, SeenAt, baselineBefore ?? A.Morning - TimeSpan.FromDays(1), firstLook);

    [Fact, Trait("Promise", "6")]
    public void New_post_keeps_the_authors_time_and_ours()
    {
        var post = See(null, A.Seen()).ShouldBeOfType<PostChange.Created>().Post;
        post.PublishedAt.ShouldBe(A.Morning);
        post.SeenAt.ShouldBe(SeenAt);
        post.Revision.ShouldBe(1);
        post.IsBaseline.ShouldBeFalse();
    }

    [Theory, Trait("Promise", "14"), Trait("Promise", "6")]
    [InlineData(-60, -60)] // an hour ago: believed
    [InlineData(5, 0)] // a clock that is a little fast: now
    [InlineData(60 * 24 * 365, 0)] // next year: wrong
    public void Time_to_come_is_when_it_was_seen(int minutesAway, int expectedMinutesAway) =>
        See(null, A.Seen() with { PublishedAt = SeenAt + TimeSpan.FromMinutes(minutesAway) }).ShouldBeOfType<PostChange.Created>()
            .Post.PublishedAt.ShouldBe(SeenAt + TimeSpan.FromMinutes(expectedMinutesAway));

    [Theory, Trait("Promise", "7")]
    [InlineData(" Ana\r\n*Boss*\tof\u0000 all ", "Ana *Boss* of all")]
    [InlineData("\n\u202E\n", "somebody")]
    public void Authors_name_is_one_clean_line(string told, string kept) =>
        See(null, A.Seen() with { Author = new Author(null, told, null) }).ShouldBeOfType<PostChange.Created>().Post.Author.Name.ShouldBe(kept);

    [Fact, Trait("Promise", "6")]
    public void Missing_time_is_when_it_was_seen() => See(null, A.Seen() with { PublishedAt = null }).ShouldBeOfType<PostChange.Created>().Post.PublishedAt.ShouldBe(SeenAt);

    [Theory, Trait("Promise", "12")]
    [InlineData(false, false, false)]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    public void Old_and_undated_posts_of_the_first_look_are_baseline(bool writtenBefore, bool undatedAtFirstLook, bool expected)
    {
        var seen = A.Seen() with { PublishedAt = undatedAtFirstLook ? null : writtenBefore ? A.Morning - TimeSpan.FromDays(2) : A.Morning };
        See(null, seen, firstLook: undatedAtFirstLook).ShouldBeOfType<PostChange.Created>().Post.IsBaseline.ShouldBe(expected);
    }

    [Fact, Trait("Promise", "2")]
    public void Repeat_changes_nothing() => See(Known(), A.Seen()).ShouldBe(PostChange.None);

    [Fact, Trait("Promise", "10")]
    public void Other_words_are_a_new_revision()
    {
        var edited = See(Known(), A.Seen(text: "Never mind, all fine.")).ShouldBeOfType<PostChange.Edited>();
        edited.Before.Revision.ShouldBe(1);
        edited.After.Revision.ShouldBe(2);
        edited.After.Text.ShouldBe("Never mind, all fine.");
        edited.After.PublishedAt.ShouldBe(A.Morning);
    }

    [Theory, Trait("Promise", "7")]
    [InlineData("One <b>\u202Etwo\u202C\0", "One <b>two")]
    [InlineData("\u0007and\uFEFF\r\n\r\n\r\n\r\nmore", "and\n\nmore")]
    public void Words_are_cleaned_at_every_version(string told, string kept)
    {
        See(null, A.Seen(text: told)).ShouldBeOfType<PostChange.Created>().Post.Text.ShouldBe(kept);
        See(Known(), A.Seen(text: told)).ShouldBeOfType<PostChange.Edited>().After.Text.ShouldBe(kept);
        See(null, A.Seen(author: told)).ShouldBeOfType<PostChange.Created>().Post.Author.Name.ShouldBe(kept.Replace("\n\n", " "));
    }

    [Fact]
    public void Other_stars_are_a_new_revision() => See(Known(), A.Seen() with { Stars = 1 }).ShouldBeOfType<PostChange.Edited>().After.Stars.ShouldBe(1);

    [Fact, Trait("Promise", "2")]
    public void Older_version_that_comes_late_changes_nothing() =>
        See(Known() with { RevisionMark = 5 }, A.Seen(text: "the first words") with { RevisionMark = 4 }).ShouldBe(PostChange.None);

    [Fact, Trait("Promise", "2")]
    public void Newer_mark_with_the_same_words_keeps_only_the_mark()
    {
        var marked = See(Known() with { RevisionMark = 1 }, A.Seen() with { RevisionMark = 3 }).ShouldBeOfType<PostChange.Marked>();
        marked.After.RevisionMark.ShouldBe(3);
        marked.After.Revision.ShouldBe(1);
    }

    [Fact]
    public void Held_post_that_is_approved_appears() => See(Known() with { Standing = PostStanding.Held }, A.Seen()).ShouldBeOfType<PostChange.Appeared>();

    [Fact]
    public void Held_post_that_is_edited_and_approved_appears_with_its_new_words()
    {
        var appeared = See(Known() with { Standing = PostStanding.Held }, A.Seen(text: "Other words")).ShouldBeOfType<PostChange.Appeared>();
        appeared.After.Text.ShouldBe("Other words");
        appeared.After.Revision.ShouldBe(2);
    }

    [Fact]
    public void Public_post_that_is_held_is_withheld() => See(Known(), A.Seen() with { Standing = PostStanding.Held }).ShouldBeOfType<PostChange.Withheld>();

    [Fact, Trait("Promise", "10")]
    public void Deleted_post_keeps_nothing_that_was_said()
    {
        var known = Known() with { Title = "Title", Under = "Article", Link = new Uri("https://page.example/p1"), Attachments = [new Attachment(AttachmentKind.Picture, new Uri("https://page.example/1.png"))] };
        var deleted = PostHistory.Deleted(known, null, Identity, "p1", SeenAt).ShouldBeOfType<PostChange.Deleted>().After;
        deleted.Text.ShouldBe("");
        deleted.Author.ShouldBe(Author.Nobody);
        deleted.Title.ShouldBeNull();
        deleted.Under.ShouldBeNull();
        deleted.Link.ShouldBeNull();
        deleted.Attachments.ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "2")]
    public void Delete_that_overtakes_its_post_leaves_a_tombstone()
    {
        var tombstone = PostHistory.Deleted(null, 3, Identity, "p1", SeenAt).ShouldBeOfType<PostChange.Deleted>().After;
        tombstone.NativeId.ShouldBe("p1");
        See(tombstone, A.Seen() with { RevisionMark = 2 }).ShouldBe(PostChange.None);
        See(tombstone, A.Seen()).ShouldBe(PostChange.None);
    }

    [Fact, Trait("Promise", "11")]
    public void What_is_ours_stays_ours_though_a_later_look_cannot_tell()
    {
        var own = See(null, A.Seen() with { IsOurs = true }).ShouldBeOfType<PostChange.Created>().Post;
        See(own, A.Seen(text: "Jana, it left today.")).ShouldBeOfType<PostChange.Edited>().After.IsOurs.ShouldBeTrue();
        See(Known(), A.Seen(text: "Jana, it left today.") with { IsOurs = true }).ShouldBeOfType<PostChange.Edited>().After.IsOurs.ShouldBeTrue();
    }

    [Fact, Trait("Promise", "2")]
    public void Delete_that_is_older_than_the_post_changes_nothing()
    {
        var known = See(null, A.Seen() with { RevisionMark = 5 }).ShouldBeOfType<PostChange.Created>().Post;
        PostHistory.Deleted(known, 4, Identity, "p1", SeenAt).ShouldBe(PostChange.None);
        PostHistory.Deleted(known, 5, Identity, "p1", SeenAt).ShouldBeOfType<PostChange.Deleted>();
    }

    [Fact, Trait("Promise", "2")]
    public void Deleted_twice_is_deleted_once()
    {
        var deleted = PostHistory.Deleted(Known(), null, Identity, "p1", SeenAt).ShouldBeOfType<PostChange.Deleted>().After;
        PostHistory.Deleted(deleted, null, Identity, "p1", SeenAt).ShouldBe(PostChange.None);
        PostHistory.Gone(deleted, null).ShouldBe(PostChange.None);
    }

    [Fact]
    public void Gone_post_may_come_back()
    {
        var gone = PostHistory.Gone(Known(), null).ShouldBeOfType<PostChange.Withheld>().After;
        gone.Text.ShouldBe(Known().Text);
        See(gone, A.Seen()).ShouldBeOfType<PostChange.Appeared>();
    }

    [Fact]
    public void Nothing_is_known_of_a_post_that_is_gone_before_it_was_seen() => PostHistory.Gone(null, null).ShouldBe(PostChange.None);

    [Fact, Trait("Promise", "2")]
    public void Any_order_and_any_repeats_end_in_the_same_state()
    {
        // Every permutation of create, two edits and a delete, each told twice, ends where the marks say.
        Func<Post?, PostChange>[] reports =
        [
            known => See(known, A.Seen(text: "one") with { RevisionMark = 1 }),
            known => See(known, A.Seen(text: "two") with { RevisionMark = 2 }),
            known => See(known, A.Seen(text: "three") with { RevisionMark = 3 }),
            known => PostHistory.Deleted(known, 4, Identity, "p1", SeenAt),
        ];
        var orders = 0;
        foreach (var order in Permutations([0, 1, 2, 3, 0, 1, 2, 3]))
        {
            Post? known = null;
            foreach (var report in order)
                known = After(reports[report](known), known);
            known!.Standing.ShouldBe(PostStanding.Deleted);
            known.Text.ShouldBe("");
            orders++;
        }

        orders.ShouldBe(2520);
    }

    private static Post? After(PostChange change, Post? known) => change switch
    {
        PostChange.Created created => created.Post,
        PostChange.Edited edited => edited.After,
        PostChange.Marked marked => marked.After,
        PostChange.Deleted deleted => deleted.After,
        PostChange.Appeared appeared => appeared.After,
        PostChange.Withheld withheld => withheld.After,
        _ => known,
    };

    private static IEnumerable<int[]> Permutations(int[] items)
    {
        Array.Sort(items);
        while (true)
        {
            yield return items;
            var i = items.Length - 2;
            while (i >= 0 && items[i] >= items[i + 1])
                i--;
            if (i < 0)
                yield break;
            var j = items.Length - 1;
            while (items[j] <= items[i])
                j--;
            (items[i], items[j]) = (items[j], items[i]);
            Array.Reverse(items, i + 1, items.Length - i - 1);
        }
    }

    private static Post Known() => See(null, A.Seen()).ShouldBeOfType<PostChange.Created>().Post;
}
