namespace PageWatch.Testing.Channels;

/// <summary>What the conformance suite needs to know of a kind of chat: how to open one.</summary>
public interface IChannelUnderTest
{
    /// <summary>A chat without messages, with our sender, renderer and reader of clicks wired to it as the product wires them.</summary>
    static abstract ValueTask<ChatAtHand> OpenAsync();

    /// <summary>Its cards have buttons and boxes. Where they have none, the suite leaves out what is about pressing.</summary>
    static virtual bool CanPress => true;
}

/// <summary>The same, as a value: so that a channel which does nothing can be put in another's place.</summary>
public sealed record ChannelUnderTest(Func<ValueTask<ChatAtHand>> OpenAsync, bool CanPress = true)
{
    public static ChannelUnderTest Of<T>() where T : IChannelUnderTest => new(T.OpenAsync, T.CanPress);
}
