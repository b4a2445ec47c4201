namespace PageWatch.Channels.Slack;

/// <summary>What Slack takes, each with the page that says so, and what we keep to besides.</summary>
internal static class SlackLimits
{
    /// <summary>https://docs.slack.dev/reference/block-kit/blocks</summary>
    public const int BlocksInMessage = 50;

    /// <summary>https://docs.slack.dev/reference/views</summary>
    public const int BlocksInView = 100;

    /// <summary>https://docs.slack.dev/reference/block-kit/blocks/header-block</summary>
    public const int Header = 150;

    /// <summary>https://docs.slack.dev/reference/block-kit/blocks/actions-block</summary>
    public const int ElementsInActions = 25;

    /// <summary>https://docs.slack.dev/reference/block-kit/block-elements/button-element: the text, and what a screen reader says in its place.</summary>
    public const int ButtonText = 75;

    /// <summary>https://docs.slack.dev/reference/block-kit/block-elements/button-element</summary>
    public const int ButtonValue = 2_000;

    /// <summary>https://docs.slack.dev/reference/block-kit/block-elements/button-element</summary>
    public const int ActionId = 255;

    /// <summary>https://docs.slack.dev/reference/block-kit/composition-objects/option-object</summary>
    public const int OptionText = 75;

    /// <summary>https://docs.slack.dev/reference/block-kit/composition-objects/option-object</summary>
    public const int OptionValue = 150;

    /// <summary>https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element</summary>
    public const int OverflowOptions = 5;

    /// <summary>https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element</summary>
    public const int SelectOptions = 100;

    /// <summary>https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element</summary>
    public const int InputText = 3_000;

    /// <summary>https://docs.slack.dev/reference/block-kit/blocks/input-block says 2,000; a label is one line of a window.</summary>
    public const int InputLabel = 300;

    /// <summary>https://docs.slack.dev/reference/views: title, submit and close.</summary>
    public const int ViewTitle = 24;

    /// <summary>https://docs.slack.dev/reference/views</summary>
    public const int ViewMetadata = 3_000;

    /// <summary>https://docs.slack.dev/reference/block-kit/block-elements/button-element; links within a text have no documented limit, and get the same.</summary>
    public const int Link = 3_000;

    /// <summary>Escaped, it is at most five times as long: within the 4,000 of https://docs.slack.dev/reference/methods/chat.update.</summary>
    public const int Fallback = 780;

    /// <summary>Of one span of our own words, and of a banner.</summary>
    public const int Words = 1_500;

    /// <summary>A name or a title from outside.</summary>
    public const int Outside = 400;

    /// <summary>What beside its text each piece counts for: containers count too, in a measure that is not documented.</summary>
    public const int PerPiece = 20;
}

/// <summary>How much there is room for.</summary>
/// <param name="Text">Text and links of everything, and <see cref="SlackLimits.PerPiece"/> for each piece.</param>
/// <param name="Quote">What a card is about.</param>
/// <param name="Aside">What it answers.</param>
internal sealed record SlackRoom(int Blocks, int Text, int Quote, int Aside, int Reply)
{
    /// <summary>
    /// A message whose blocks hold more than about 12,000 characters, containers counted, is refused (msg_blocks_too_long):
    /// https://github.com/slackapi/bolt-js/issues/2509, https://github.com/slackapi/bolt-js/issues/2867
    /// </summary>
    public static SlackRoom Message { get; } = new(SlackLimits.BlocksInMessage, 9_500, 3_000, 1_000, 3_000);

    /// <summary>A window takes 250 KB. A text that somebody is about to publish stands there whole: https://docs.slack.dev/reference/views</summary>
    public static SlackRoom View { get; } = new(SlackLimits.BlocksInView, 40_000, 5_000, 5_000, 25_000);
}
