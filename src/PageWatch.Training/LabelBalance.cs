namespace PageWatch.Training;

/// <summary>What each label's lessons count, so that rare labels are learnt too.</summary>
internal static class LabelBalance
{
    /// <param name="balance">1: all labels count the same in sum; 0: each lesson counts the same.</param>
    public static float[] Of(IEnumerable<Lesson> lessons, int labels, double balance)
    {
        var sums = new double[labels];
        foreach (var lesson in lessons)
            sums[lesson.Label] += lesson.Weight;
        var mean = sums.Sum() / labels;
        // More than eight times would let a dozen posts decide.
        return Array.ConvertAll(sums, sum => sum == 0 ? 0 : (float)Math.Min(8, Math.Pow(mean / sum, balance)));
    }
}
