using System.Text.Json;
using System.Text.Json.Serialization;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;

namespace PageWatch.Storage;

/// <summary>Writes ids as the bare numbers and names that they are.</summary>
internal static class IdConverters
{
    public abstract class Number<T>(Func<T, long> read, Func<long, T> make) : JsonConverter<T>
        where T : struct
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => make(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteNumberValue(read(value));
    }

    public sealed class Posts() : Number<PostId>(id => id.Value, number => new PostId(number));

    public sealed class Conversations() : Number<ConversationId>(id => id.Value, number => new ConversationId(number));

    public sealed class Pages() : Number<PageId>(id => id.Value, number => new PageId(number));

    public sealed class Nudges() : Number<NudgeId>(id => id.Value, number => new NudgeId(number));

    public sealed class Replies() : Number<ReplyId>(id => id.Value, number => new ReplyId(number));

    public sealed class Rules() : Number<RuleId>(id => id.Value, number => new RuleId(number));

    public sealed class Channels() : Number<ChannelId>(id => id.Value, number => new ChannelId(number));

    public sealed class Members() : Number<MemberId>(id => id.Value, number => new MemberId(number));

    public sealed class Teams() : Number<TeamId>(id => id.Value, number => new TeamId((int)number));

    public sealed class Platforms : JsonConverter<PlatformId>
    {
        public override PlatformId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, PlatformId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
    }
}
