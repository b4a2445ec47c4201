namespace PageWatch.Pipeline.Understanding.Tokens;

/// <summary>Words that turn what follows, and words that end their reach, known by the hash of their plain form.</summary>
internal static class Negators
{
    private static readonly HashSet<uint> Turning = Hashes(
        """
        not no never none nobody nothing neither nor cannot without hardly barely aint isnt arent wasnt werent dont doesnt didnt wont wouldnt
        cant couldnt shouldnt hasnt havent hadnt mustnt neednt mightnt nope
        nicht kein keine keinen keinem keiner keines nie niemals nichts niemand ohne weder nix nich
        pas jamais rien aucun aucune sans ni
        nunca jamas nada ninguno ninguna ningun sin tampoco
        non mai niente nessuno nessuna nulla senza neanche nemmeno
        nao nem nenhum nenhuma sem ninguem
        nahi nahin nhi mat नहीं नही मत ना
        لا ليس ليست لم لن ما بدون مش
        niet geen nooit niks tidak bukan jangan tak nie nigdy не нет никогда yok degil ingen inte ikke
        """);

    private static readonly HashSet<uint> Ending = Hashes("but however although though aber jedoch mais pero sino porem mas lekin magar لكن maar");

    public static bool Turns(uint word) => Turning.Contains(word);

    public static bool Ends(uint word) => Ending.Contains(word);

    private static HashSet<uint> Hashes(string words)
    {
        var hashes = new HashSet<uint>();
        foreach (var word in words.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var tokens = new char[word.Length];
            for (var i = 0; i < word.Length; i++)
                tokens[i] = LetterFold.Fold(word[i]);
            hashes.Add(TextHash.Of(tokens));
        }

        return hashes;
    }
}
