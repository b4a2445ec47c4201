using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Storage.Sql;

internal sealed class SqlJourney(ISqlDatabase database) : IJourneyStore
{
    public long Next(Numbered what) => database.Next(what);

    public ValueTask<IReadOnlyList<ConversationFile>> OpenAsync(
        Watch watch, IReadOnlyCollection<ConversationId> ids, IReadOnlyCollection<string> roots, IReadOnlyCollection<string> nativeIds, CancellationToken cancellationToken) =>
        database.ReadAsync(connection =>
        {
            var rows = new Dictionary<long, ConversationRow>();
            foreach (var chunk in ids.Chunk(400))
            {
                foreach (var row in connection.Query<ConversationRow>(ConversationRow.Select + " WHERE id IN @ids", new { ids = chunk.Select(id => id.Value).ToList() }))
                    rows[row.Id] = row;
            }

            foreach (var chunk in roots.Chunk(400))
            {
                foreach (var row in connection.Query<ConversationRow>(ConversationRow.Select + " WHERE page_id = @page AND root_native_id IN @roots", new { page = watch.Id.Value, roots = chunk }))
                    rows[row.Id] = row;
            }

            if (rows.Count == 0)
                return (IReadOnlyList<ConversationFile>)[];
            var asked = nativeIds.Chunk(400)
                .SelectMany(chunk => connection.Query<PostRow>(PostRow.Select + " WHERE p.page_id = @page AND p.native_id IN @chunk", new { page = watch.Id.Value, chunk }))
                .Select(row => row.Read())
                .ToLookup(post => post.Conversation.Value);
            return ConversationFiles.Read(connection, database.Dialect, [.. rows.Values], _ => watch, asked, null);
        }, cancellationToken);

    public async ValueTask<ConversationFile?> OpenNudgeAsync(NudgeId nudge, TeamId? team, CancellationToken cancellationToken) =>
        (await OpenNudgesAsync([nudge], team, cancellationToken)) is [var file] ? file : null;

    public ValueTask<IReadOnlyList<ConversationFile>> OpenNudgesAsync(IReadOnlyCollection<NudgeId> nudges, TeamId? team, CancellationToken cancellationToken) => database.ReadAsync(
        connection =>
        {
            var numbers = connection.Query<(long Nudge, long Conversation)>(
                "SELECT id, conversation_id FROM nudges WHERE id IN @ids AND (@team IS NULL OR team_id = @team)", new { ids = nudges.Select(nudge => nudge.Value).ToList(), team = team?.Value }).AsList();
            if (numbers.Count == 0)
                return (IReadOnlyList<ConversationFile>)[];
            var rows = connection.Query<ConversationRow>(ConversationRow.Select + " WHERE id IN @ids", new { ids = numbers.Select(number => number.Conversation).Distinct().ToList() }).AsList();
            var watches = rows.Select(row => row.PageId).Distinct().ToDictionary(page => page, page => SqlWatches.Find(connection, new PageId(page)) ?? throw new InvalidOperationException($"Page {page} has no watch."));
            // Two nudges of one conversation are two files: each shows the posts that it is about.
            var files = new List<ConversationFile>();
            var left = numbers;
            while (left.Count > 0)
            {
                var once = left.DistinctBy(number => number.Conversation).ToDictionary(number => number.Conversation, number => number.Nudge);
                files.AddRange(ConversationFiles.Read(connection, database.Dialect, [.. rows.Where(row => once.ContainsKey(row.Id))], row => watches[row.PageId], Enumerable.Empty<Post>().ToLookup(post => post.Conversation.Value), once));
                left = [.. left.Where(number => once[number.Conversation] != number.Nudge)];
            }

            return files;
        },
        cancellationToken);

    public async ValueTask<bool> SaveAsync(StateChange change, SavePriority priority, CancellationToken cancellationToken)
    {
        if (change.IsEmpty)
            return true;
        try
        {
            await database.WriteAsync(
                connection =>
                {
                    Save(connection, change);
                    return true;
                },
                priority,
                cancellationToken);
        }
        catch (FenceMovedException)
        {
            return false;
        }

        // Erased content must not survive in the log either.
        if (change.Erased.Count > 0)
            await database.ForgetAsync(cancellationToken);
        return true;
    }

    public ValueTask<IReadOnlyList<NudgeId>> DueNudgesAsync(DateTimeOffset now, int most, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        (IReadOnlyList<NudgeId>)[.. connection.Query<long>("SELECT id FROM nudges WHERE wake_at <= @now ORDER BY wake_at LIMIT @most", new { now = Columns.Ms(now), most }).Select(id => new NudgeId(id))], cancellationToken);

    public ValueTask<IReadOnlyList<(NudgeId Nudge, TeamId Team)>> WithoutNextStepAsync(DateTimeOffset before, NudgeId after, int most, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => (IReadOnlyList<(NudgeId Nudge, TeamId Team)>)[.. connection.Query<(long Id, int Team)>(
            """
            SELECT n.id, n.team_id FROM nudges n
            WHERE n.is_live AND n.id > @after AND (n.wake_at IS NULL OR n.wake_at < @before)
              AND NOT (n.state = 'Publishing' AND EXISTS (SELECT 1 FROM replies r WHERE r.nudge_id = n.id AND (r.due_at IS NOT NULL OR r.state = 'Sending')))
            ORDER BY n.id LIMIT @most
            """,
            new { before = Columns.Ms(before), after = after.Value, most })
            .Select(row => (new NudgeId(row.Id), new TeamId(row.Team)))], cancellationToken);

    /// <summary>Lets time pass at once for all that is open in a team: what its steps are counted in is other than before.</summary>
    internal static void WakeAll(DbConnection connection, TeamId team, DateTimeOffset now) =>
        connection.Execute("UPDATE nudges SET wake_at = @now WHERE team_id = @team AND is_live AND (wake_at IS NULL OR wake_at > @now)", new { team = team.Value, now = Columns.Ms(now) });

    public ValueTask<IReadOnlyList<(ReplyId Reply, NudgeId Nudge)>> DueRepliesAsync(DateTimeOffset now, DateTimeOffset sentBefore, int most, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => (IReadOnlyList<(ReplyId Reply, NudgeId Nudge)>)[.. connection.Query<(long Id, long Nudge)>(
            // What a pause holds back is left out here, so that a team's pile of it takes no place from other teams' replies.
            """
            SELECT id, nudge_id FROM (
              SELECT id, nudge_id, 0 AS place, sent_at AS at FROM replies WHERE state = 'Sending' AND sent_at < @sentBefore
              UNION ALL
              SELECT id, nudge_id, CASE state WHEN 'Approved' THEN 2 ELSE 1 END, due_at FROM replies
              WHERE due_at <= @now AND NOT (state IN ('Approved', 'TakingBack') AND team_id IN (SELECT team_id FROM team_settings WHERE name = @pause))
            ) due ORDER BY place, at LIMIT @most
            """,
            new { now = Columns.Ms(now), sentBefore = Columns.Ms(sentBefore), most, pause = SqlTeamRecords.Pause })
            .Select(row => (new ReplyId(row.Id), new NudgeId(row.Nudge)))], cancellationToken);

    public ValueTask<IReadOnlyList<NudgeRow>> ListNudgesAsync(TeamId team, NudgeFilter filter, int most, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => NudgeLists.Of(connection, team, filter, most), cancellationToken);

    public ValueTask<int> AlikeAsync(Nudge nudge, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => PressingNudges.Alike(connection, nudge, now), cancellationToken);

    public ValueTask<IReadOnlyList<NudgeRow>> DigestAsync(TeamId team, ChannelId channel, DateOnly day, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => NudgeLists.OfDigest(connection, team, channel, day, now), cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, int>> SpentAsync(TeamId team, DateOnly day, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => SqlDigests.Spent(connection, team, day), cancellationToken);

    private static void Pass(SqlBatch batch, StateChange change)
    {
        // In one order everywhere: two who hold some of the same conversations then wait for one another, and never both.
        foreach (var guard in change.Guards.OrderBy(guard => guard.Conversation.Value))
        {
            if (guard.IsNew)
            {
                batch.Add(
                    "INSERT INTO conversations (id, team_id, page_id, root_native_id, fence) VALUES (@id, @team, @page, @root, 1) ON CONFLICT (page_id, root_native_id) DO NOTHING",
                    new { id = guard.Conversation.Value, team = guard.Team.Value, page = guard.Page.Value, root = guard.RootNativeId });
            }
            else
            {
                batch.Add("UPDATE conversations SET fence = fence + 1 WHERE id = @id AND fence = @fence", new { id = guard.Conversation.Value, fence = guard.Fence });
            }
        }

        // All or nothing: what this write did so far is undone when the fence of any conversation has moved.
        if (batch.Run().Contains(0))
            throw new FenceMovedException();
    }

    private void Save(DbConnection connection, StateChange change)
    {
        var batch = database.Dialect.Batch(connection);
        Pass(batch, change);
        SavePosts(batch, change);
        foreach (var reading in change.Readings)
            SaveReading(batch, reading);
        foreach (var (post, revision, matches) in change.Matches)
            SaveMatches(batch, post, revision, matches, isNew: change.Posts.Any(save => save.IsNew && save.Post.Id == post));
        foreach (var nudge in change.Nudges)
            SaveNudge(batch, nudge);
        foreach (var draft in change.Drafts)
        {
            batch.Add(
                "INSERT INTO drafts (nudge_id, draft) VALUES (@id, @draft) ON CONFLICT (nudge_id) DO UPDATE SET draft = excluded.draft",
                new { id = draft.Nudge.Value, draft = StoredJson.Write(draft) });
        }

        foreach (var reply in change.Replies)
            SaveReply(batch, reply);
        foreach (var published in change.Past)
            SqlPastReplies.Save(batch, published);
        foreach (var taken in change.PastTakenBack)
        {
            foreach (var statement in SqlPastReplies.Forget("SELECT id FROM replies WHERE id = @reply"))
                batch.Add(statement, new { reply = taken.Value });
        }

        foreach (var sent in change.Outcomes)
            SqlDraftOutcomes.Save(batch, sent);
        SqlOutbox.Want(batch, change.Cards);
        SqlDigests.Spend(batch, change.Spent);
        foreach (var verdict in change.Verdicts)
            SqlLabels.Save(batch, verdict);
        foreach (var done in change.Done)
        {
            if (done.EraseBytes)
                batch.Add($"UPDATE inbox SET state = 'Done', body = @none {SqlBatch.FromRows} WHERE id = @id", new { id = done.Row.Value, none = Array.Empty<byte>() });
            else
                batch.Add($"UPDATE inbox SET state = 'Done' {SqlBatch.FromRows} WHERE id = @id", new { id = done.Row.Value });
        }

        // The head of the record is held until the commit: the later it is taken, the shorter others wait for it.
        batch.Run();
        AuditWriter.Add(connection, batch, change.Audit);
        batch.Run();
        // After the cards: a notice about a nudge goes where that one's cards go.
        foreach (var notice in change.Notices)
            SqlOutbox.Tell(connection, notice);
        foreach (var closed in change.Closed)
            SqlOutbox.Close(connection, closed);
        foreach (var promise in change.Promises)
            SqlPromises.Save(connection, promise);
        foreach (var unread in change.Unread)
            SqlInbox.Park(connection, unread);
        foreach (var (page, hour, posts, repaired) in change.Arrivals)
            SaveArrivals(connection, page, hour, posts, repaired);
        foreach (var calls in change.Calls)
            SaveCalls(connection, calls);

        // Last, so that nothing saved above brings content back.
        foreach (var post in change.Erased)
            SqlErasing.Erase(connection, batch, database.Dialect, post);
        batch.Run();
    }

    private void SavePosts(SqlBatch batch, StateChange change)
    {
        foreach (var (post, isNew) in change.Posts)
        {
            PostRow.Save(batch, post, isNew);
            if (!isNew)
                batch.Add($"DELETE FROM post_words WHERE {database.Dialect.WordsKey} = @id", new { id = post.Id.Value });
            if (post.Standing != PostStanding.Deleted)
                batch.Add(database.Dialect.AddWords, new { post = post.Id.Value, words = SqlPosts.IndexOf(post) });
        }

        foreach (var page in change.Posts.Where(save => save.IsNew).GroupBy(save => save.Post.Page))
        {
            batch.Add(
                "UPDATE watches SET last_post_at = CASE WHEN last_post_at > @at THEN last_post_at ELSE @at END WHERE page_id = @page",
                new { page = page.Key.Value, at = page.Max(save => Columns.Ms(save.Post.PublishedAt)) });
        }

        foreach (var (post, row) in change.Sources)
            batch.Add("INSERT INTO post_sources (post_id, inbox_id) VALUES (@post, @row) ON CONFLICT DO NOTHING", new { post = post.Value, row = row.Value });
    }

    private static void SaveArrivals(DbConnection connection, PageId page, DateTimeOffset hour, int posts, int repaired)
    {
        SqlCoverage.Add(connection, page, hour, looks: 0, posts, repaired);
        if (repaired > 0)
            connection.Execute("UPDATE watches SET repaired = repaired + @repaired WHERE page_id = @page", new { page = page.Value, repaired });
    }

    private static void SaveCalls(DbConnection connection, StateChange.PageCalls calls)
    {
        // A call says that what came otherwise before it is no sign of anything.
        if (calls.LastCallAt is { } last)
        {
            connection.Execute(
                "UPDATE watches SET last_call_at = @last, not_called_for = 0, not_called_since = NULL WHERE page_id = @page", new { page = calls.Page.Value, last = Columns.Ms(last) });
        }

        if (calls.NotCalledSince is { } since)
        {
            connection.Execute(
                "UPDATE watches SET not_called_for = not_called_for + @count, not_called_since = coalesce(not_called_since, @since) WHERE page_id = @page",
                new { page = calls.Page.Value, count = calls.NotCalledFor, since = Columns.Ms(since) });
        }
    }

    private static void SaveReading(SqlBatch batch, Reading reading) => batch.Add(
        """
        INSERT INTO readings (post_id, revision, language, sentiment, intent, urgency, is_verdict, reading)
        VALUES (@post, @revision, @language, @sentiment, @intent, @urgency, @isVerdict, @reading)
        ON CONFLICT (post_id) DO UPDATE SET revision = excluded.revision, language = excluded.language, sentiment = excluded.sentiment, intent = excluded.intent,
          urgency = excluded.urgency, is_verdict = excluded.is_verdict, reading = excluded.reading
        """,
        new
        {
            post = reading.Post.Value,
            revision = reading.Revision,
            language = reading.Language,
            sentiment = reading.Sentiment.ToString(),
            intent = reading.Intent.ToString(),
            urgency = reading.Urgency.ToString(),
            isVerdict = reading.IsVerdict,
            reading = StoredJson.Write(reading),
        });

    private static void SaveMatches(SqlBatch batch, PostId post, int revision, IReadOnlyList<Domain.Rules.RuleMatch> matches, bool isNew)
    {
        if (!isNew)
            batch.Add("DELETE FROM matches WHERE post_id = @post", new { post = post.Value });
        foreach (var match in matches)
        {
            batch.Add(
                "INSERT INTO matches (post_id, rule_id, rule_version, revision, words) VALUES (@post, @rule, @version, @revision, @words)",
                new { post = post.Value, rule = match.Rule.Value, version = match.RuleVersion, revision, words = StoredJson.Write(match.Words) });
        }
    }

    private static void SaveNudge(SqlBatch batch, Nudge nudge)
    {
        batch.Add(
            """
            INSERT INTO nudges (id, team_id, conversation_id, page_id, focus_post_id, state, kind, owner_id, asked_at, due_at, wake_at, is_live, is_quiet, rule_priority, matter, version,
              opened_at, opened_by, answered_at, ended_at, reason, nudge)
            VALUES (@id, @team, @conversation, @page, @focus, @state, @kind, @owner, @askedAt, @dueAt, @wakeAt, @isLive, @isQuiet, @rulePriority, @matter, @version,
              @openedAt, @openedBy, @answeredAt, @endedAt, @reason, @nudge)
            ON CONFLICT (id) DO UPDATE SET focus_post_id = excluded.focus_post_id, state = excluded.state, kind = excluded.kind, owner_id = excluded.owner_id,
              asked_at = excluded.asked_at, due_at = excluded.due_at, wake_at = excluded.wake_at, is_live = excluded.is_live, is_quiet = excluded.is_quiet,
              rule_priority = excluded.rule_priority, matter = excluded.matter, version = excluded.version,
              answered_at = excluded.answered_at, ended_at = excluded.ended_at, reason = excluded.reason, nudge = excluded.nudge
            """,
            new
            {
                id = nudge.Id.Value,
                team = nudge.Team.Value,
                conversation = nudge.Conversation.Value,
                page = nudge.Page.Value,
                focus = nudge.Focus.Value,
                state = nudge.State.ToString(),
                kind = nudge.Kind.ToString(),
                owner = nudge.Owner?.Value,
                askedAt = Columns.Ms(nudge.AskedAt),
                dueAt = Columns.Ms(nudge.DueAt),
                wakeAt = Columns.Ms(NudgeLifecycle.NextWake(nudge)),
                isLive = !nudge.IsAtEnd,
                isQuiet = nudge.IsQuiet,
                rulePriority = (int)nudge.RulePriority,
                matter = nudge.Matter,
                version = nudge.Version,
                openedAt = Columns.Ms(nudge.Clock.NudgedAt),
                openedBy = SqlNudgeReports.OpenedBy(nudge),
                answeredAt = Columns.Ms(nudge.Clock.AnsweredAt),
                endedAt = nudge.IsAtEnd ? Columns.Ms(nudge.Clock.EndedAt ?? nudge.Clock.AnsweredAt ?? nudge.Clock.NudgedAt) : (long?)null,
                reason = nudge.Reason?.ToString(),
                nudge = StoredJson.Write(nudge),
            });
        foreach (var post in nudge.Posts)
            batch.Add("INSERT INTO nudge_posts (nudge_id, post_id) VALUES (@nudge, @post) ON CONFLICT DO NOTHING", new { nudge = nudge.Id.Value, post = post.Value });
    }

    private static void SaveReply(SqlBatch batch, Reply reply) => batch.Add(
        """
        INSERT INTO replies (id, team_id, nudge_id, conversation_id, page_id, state, sent_at, due_at, native_id, text, text_digest, origin, reply)
        VALUES (@id, @team, @nudge, @conversation, @page, @state, @sentAt, @dueAt, @nativeId, @text, @digest, @origin, @reply)
        ON CONFLICT (id) DO UPDATE SET state = excluded.state, sent_at = excluded.sent_at, due_at = excluded.due_at, native_id = excluded.native_id, reply = excluded.reply
        """,
        new
        {
            id = reply.Id.Value,
            team = reply.Team.Value,
            nudge = reply.Nudge.Value,
            conversation = reply.Conversation.Value,
            page = reply.Page.Value,
            state = reply.State.ToString(),
            sentAt = Columns.Ms(reply.SentAt),
            dueAt = Columns.Ms(reply.DueAt),
            nativeId = reply.NativeId,
            text = reply.Text,
            digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(reply.Text))),
            // The text and what it began as stand in columns of their own, so that erasing has few places to empty; what was emptied is not filled again.
            origin = reply.From is { } from ? StoredJson.Write(from) : null,
            reply = StoredJson.Write(reply with { Text = "", From = null }),
        });

    private sealed class FenceMovedException() : Exception("A conversation was changed meanwhile.");
}
