namespace PageWatch.Pipeline.Understanding.Measures;

/// <summary>What was answered to one text.</summary>
/// <param name="Label">As the labelled files call it.</param>
/// <param name="Confidence">0 to 1: of a hundred answers at 0.8, about eighty are right.</param>
/// <param name="AlertScore">0 to 1: how likely it is what one is alerted by, whatever was answered; see <see cref="TaskReader.Tasks"/>.</param>
public readonly record struct TaskAnswer(string Label, double Confidence, double AlertScore);
