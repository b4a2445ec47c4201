namespace PageWatch.Pipeline.Understanding.Tokens;

/// <summary>A word, face or sign of a post.</summary>
/// <param name="Start">Where it stands in the post as it came, in UTF-16 units.</param>
/// <param name="Length">In UTF-16 units of the post as it came.</param>
/// <param name="FormStart">Where its plain form stands in <see cref="PostTokens.Forms"/>.</param>
/// <param name="FormLength">In UTF-16 units.</param>
/// <param name="Hash">Of the plain form: what vocabularies know it by.</param>
public readonly record struct PostToken(
    int Start, int Length, int FormStart, int FormLength, uint Hash, TokenKind Kind, TokenMarks Marks);
