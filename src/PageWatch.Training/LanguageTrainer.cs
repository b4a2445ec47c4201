using System.Runtime.Intrinsics;
using PageWatch.Pipeline.Understanding.Languages;

namespace PageWatch.Training;

/// <summary>
/// Makes the profiles of the scripts that several languages share: a linear model over groups of letters (multinomial logistic regression, AdaGrad), a byte a weight.
/// The same lines give the same bytes: it uses no operation whose result differs between machines.
/// </summary>
internal sealed class LanguageTrainer
{
    private const int Folds = 5;
    private const int Epochs = 24;
    private const float Rate = 0.4f;
    private const float KeptWord = 0.75f;
    private const float Shrink = 0.985f;
    private const float Floor = 0.02f;

    /// <summary>The scripts that several languages are known of, and how many rows (as a power of two) their profiles have.</summary>
    private static readonly (Script Script, int Bits)[] Shared = [(Script.Latin, 14), (Script.Cyrillic, 13), (Script.Arabic, 12), (Script.Devanagari, 11)];

    private readonly List<LanguageSample> _samples;

    public LanguageTrainer(IEnumerable<LanguageLine> lines)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        _samples = [];
        foreach (var line in lines)
        {
            var count = seen[line.Language] = seen.GetValueOrDefault(line.Language) + 1;
            _samples.AddRange(LanguageSample.Of(line, count % Folds));
        }
    }

    /// <summary>What each post was taken for by profiles that were not learned from it; filled by <see cref="Train()"/>.</summary>
    public List<(string Language, string Guess)> HeldOut { get; } = [];

    /// <returns>A profile for each script that the lines have at least two languages of.</returns>
    public LanguageProfiles Train() => new([.. Shared
        .Where(shared => _samples.Where(sample => sample.Script == shared.Script).DistinctBy(sample => sample.Language).Count() > 1)
        .Select(shared => Train(shared.Script, shared.Bits))]);

    private ScriptProfile Train(Script script, int bits)
    {
        var samples = _samples.Where(sample => sample.Script == script).ToArray();
        var languages = samples.Select(sample => sample.Language).Distinct().Order(StringComparer.Ordinal).ToArray();
        var judged = new List<(double[] Sums, int Language)>();
        for (var fold = 0; fold < Folds; fold++)
        {
            var profile = Learn(script, bits, languages, [.. samples.Where(sample => sample.Fold != fold || !sample.IsPost)]);
            foreach (var sample in samples.Where(sample => sample.Fold == fold && sample.IsPost))
                judged.Add((Judge(profile, sample), Array.IndexOf(languages, sample.Language)));
        }

        foreach (var (sums, language) in judged)
            HeldOut.Add((languages[language], languages[Array.IndexOf(sums, sums.Max())]));
        var whole = Learn(script, bits, languages, samples);
        var weights = new sbyte[languages.Length << bits];
        for (var row = 0; row < 1 << bits; row++)
            whole.Row(row).CopyTo(weights.AsSpan(row * languages.Length));
        return new ScriptProfile(script, languages, bits, weights, (float)Temperature(judged));
    }

    private static double[] Judge(ScriptProfile profile, LanguageSample sample)
    {
        Span<int> sums = stackalloc int[ScriptProfile.Lanes];
        sums.Clear();
        var rows = 0;
        foreach (var word in sample.Words)
            rows += profile.Add(word, sums);
        var judged = new double[profile.Languages.Count];
        for (var i = 0; i < judged.Length; i++)
            judged[i] = sums[i] / Math.Sqrt(rows);
        return judged;
    }

    /// <summary>The temperature under which the held-out lines are likeliest, in steps of five percent.</summary>
    private static double Temperature(List<(double[] Sums, int Language)> judged)
    {
        var best = 1.0;
        var least = double.MaxValue;
        for (var temperature = 1.0; temperature < 1000; temperature *= 1.05)
        {
            var loss = judged.Sum(line => (line.Sums.Max() - line.Sums[line.Language]) / temperature
                + Log(line.Sums.Sum(sum => Exp((sum - line.Sums.Max()) / temperature))));
            if (loss < least)
                (best, least) = (temperature, loss);
        }

        return best;
    }

    private static ScriptProfile Learn(Script script, int bits, string[] languages, LanguageSample[] samples)
    {
        const int Lanes = ScriptProfile.Lanes;
        var weights = new float[Lanes << bits];
        var squares = new float[Lanes << bits];
        var rows = samples.Select(sample => sample.Words.Select(word => RowsOf(word, bits)).ToArray()).ToArray();
        var shares = Shares(samples, languages);
        var order = Enumerable.Range(0, samples.Length).ToArray();
        var chance = new Random(20260301);
        var errors = new float[Lanes];
        var taken = new List<int>();
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            chance.Shuffle(order);
            var rate = Rate * (1 - (epoch / (float)Epochs));
            foreach (var i in order)
            {
                // A few words less each time: a post is short, and one word must not carry it alone.
                taken.Clear();
                foreach (var word in rows[i])
                {
                    if (chance.NextSingle() < KeptWord)
                        taken.AddRange(word);
                }

                if (taken.Count == 0)
                    continue;
                var length = 1 / MathF.Sqrt(taken.Count);
                Judge(weights, taken, length, languages.Length, errors);
                errors[Array.IndexOf(languages, samples[i].Language)] -= 1;
                Step(weights, squares, taken, errors, shares[i] * length, rate);
            }

            for (var at = 0; at < weights.Length; at++)
                weights[at] *= Shrink;
        }

        return Rounded(script, bits, languages, weights);
    }

    private static int[] RowsOf(string word, int bits)
    {
        Span<int> rows = stackalloc int[WordGrams.Most];
        return rows[..WordGrams.Of(word, bits, rows)].ToArray();
    }

    /// <summary>Languages with more lines count for less a line.</summary>
    private static float[] Shares(LanguageSample[] samples, string[] languages)
    {
        var totals = samples.GroupBy(sample => sample.Language).ToDictionary(language => language.Key, language => language.Sum(sample => sample.Share));
        var mean = totals.Values.Sum() / languages.Length;
        return [.. samples.Select(sample => sample.Share * MathF.Sqrt(mean / totals[sample.Language]))];
    }

    /// <summary>The probabilities that the weights give.</summary>
    private static void Judge(float[] weights, List<int> rows, float length, int languages, float[] shares)
    {
        var (a, b, c, d) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        foreach (var row in rows)
        {
            ref var first = ref weights[row * ScriptProfile.Lanes];
            a += Vector256.LoadUnsafe(ref first);
            b += Vector256.LoadUnsafe(ref first, 8);
            c += Vector256.LoadUnsafe(ref first, 16);
            d += Vector256.LoadUnsafe(ref first, 24);
        }

        a.CopyTo(shares);
        b.CopyTo(shares, 8);
        c.CopyTo(shares, 16);
        d.CopyTo(shares, 24);
        var most = float.MinValue;
        for (var lane = 0; lane < languages; lane++)
            most = Math.Max(most, shares[lane] *= length);
        var total = 0f;
        for (var lane = 0; lane < languages; lane++)
            total += shares[lane] = (float)Exp(shares[lane] - most);
        for (var lane = 0; lane < languages; lane++)
            shares[lane] /= total;
    }

    private static void Step(float[] weights, float[] squares, List<int> rows, float[] errors, float share, float rate)
    {
        foreach (var row in rows)
        {
            for (var lane = 0; lane < ScriptProfile.Lanes; lane += Vector256<float>.Count)
            {
                ref var weight = ref weights[(row * ScriptProfile.Lanes) + lane];
                ref var square = ref squares[(row * ScriptProfile.Lanes) + lane];
                var slope = Vector256.LoadUnsafe(ref errors[lane]) * share;
                var sum = Vector256.LoadUnsafe(ref square) + (slope * slope);
                sum.StoreUnsafe(ref square);
                (Vector256.LoadUnsafe(ref weight) - (slope * rate / (Vector256.Sqrt(sum) + Vector256.Create(Floor)))).StoreUnsafe(ref weight);
            }
        }
    }

    /// <summary>To a byte each; the few that are larger than all but one in two thousand are cut.</summary>
    private static ScriptProfile Rounded(Script script, int bits, string[] languages, float[] weights)
    {
        var sizes = weights.Where(weight => weight != 0).Select(MathF.Abs).Order().ToArray();
        var most = sizes[(int)((sizes.Length - 1) * 0.9995)];
        var small = new sbyte[languages.Length << bits];
        for (var row = 0; row < 1 << bits; row++)
        {
            for (var lane = 0; lane < languages.Length; lane++)
                small[(row * languages.Length) + lane] = (sbyte)Math.Clamp(MathF.Round(weights[(row * ScriptProfile.Lanes) + lane] * 127 / most), -127, 127);
        }

        return new ScriptProfile(script, languages, bits, small, 1);
    }

    /// <summary>For x up to 0. The library's differs in its last bit between processors, and the file must not.</summary>
    internal static double Exp(double x)
    {
        if (x < -600)
            return 0;
        var whole = Math.Floor(x * 1.4426950408889634);
        var rest = (x - (whole * 0.6931471805599453)) / 16;
        var power = 1 + (rest * (1 + (rest / 2 * (1 + (rest / 3 * (1 + (rest / 4 * (1 + (rest / 5)))))))));
        power *= power;
        power *= power;
        power *= power;
        power *= power;
        return power * BitConverter.Int64BitsToDouble(((long)whole + 1023) << 52);
    }

    /// <summary>Of a number of 1 or more, by Newton's method on <see cref="Exp"/>.</summary>
    private static double Log(double x)
    {
        var log = 0.0;
        for (var i = 0; i < 40; i++)
            log += (x * Exp(-log)) - 1;
        return log;
    }
}
