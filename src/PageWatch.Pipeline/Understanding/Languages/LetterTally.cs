using System.Buffers;

namespace PageWatch.Pipeline.Understanding.Languages;

/// <summary>How much of a text is in which script, and the signs that tell Chinese from Japanese.</summary>
/// <param name="weights">Room for one a script; letters of it, weighed.</param>
internal ref struct LetterTally(Span<int> weights)
{
    /// <summary>Common forms that are written in Japan alone.</summary>
    private static readonly SearchValues<char> JapaneseForms = SearchValues.Create(
        "円図売読変対応駅営働込払団囲経済帰検験権覧毎単巻満渋様総顔桜沢涙戻辺黒児気発価両労効険県実専観転銭鉄頼");

    /// <summary>Forms and pronouns that are written in China alone, in simplified characters.</summary>
    private static readonly SearchValues<char> ChineseForms = SearchValues.Create(
        "这们你您她吗吧呢么哪谁很没说给让从对开关门问间东车马鸟鱼买卖钱银错铁长张书见贝风飞饭馆员单发动务军农净则刚创剂劳势压厅历变听响园围图场块坏处备够头奖妈妇娱孙实审宽导层岁师带帮应归录总惊愿户执扫护报择损换个时为");

    private readonly Span<int> _weights = weights;

    /// <summary>The script other than Latin that has most.</summary>
    public Script Most { get; private set; }

    /// <summary>All letters but Latin ones, weighed.</summary>
    public int Foreign { get; private set; }

    public readonly int Latin => _weights[(int)Script.Latin];

    /// <summary>Words in Latin letters, and in others.</summary>
    public int LatinWords { get; private set; }

    public int ForeignWords { get; private set; }

    /// <summary>
    /// How much of the text is not Latin, 0 to 1: the mean over letters and over words. "मेरा order अभी तक delivered नहीं हुआ" has long Latin words, and few.
    /// </summary>
    public readonly double ForeignShare
    {
        get
        {
            var letters = Foreign / (double)Math.Max(Foreign + Latin, 1);
            // Where no blanks part the words, a run of them counts as one, and says nothing.
            return Most is Script.Han or Script.Thai or Script.Lao or Script.Khmer or Script.Burmese
                ? letters
                : 0.5 * (letters + (ForeignWords / (double)Math.Max(ForeignWords + LatinWords, 1)));
        }
    }

    public readonly int this[Script script] => _weights[(int)script];

    /// <summary>Signs of Japan alone, less those of China alone.</summary>
    public int Japanese { get; private set; }

    public void See(scoped ReadOnlySpan<char> word, Script script, int letters)
    {
        // Japanese is written in two scripts at once; what decides is that kana is there at all.
        var place = script == Script.Kana ? Script.Han : script;
        var weight = letters * Scripts.Weight(script);
        if (script == Script.Kana)
            _weights[(int)Script.Kana] += word is "の" ? 1 : 2 * letters;
        if (script == Script.Han)
        {
            foreach (var sign in word)
                Japanese += ChineseForms.Contains(sign) ? -1 : JapaneseForms.Contains(sign) ? 1 : 0;
        }

        _weights[(int)place] += weight;
        if (script == Script.Latin)
        {
            LatinWords++;
            return;
        }

        ForeignWords++;
        Foreign += weight;
        if (Most == Script.None || _weights[(int)place] > _weights[(int)Most])
            Most = place;
    }
}
