using System.Text;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>Words by which a draft speaks of what wrote it, or of what that was told.</summary>
internal static class SelfTalk
{
    private static readonly IReadOnlyList<string> Phrases = FoldedWords.Phrases("""
        language model*, ai model*, as an ai, an ai, ai assistant, ai system, virtual assistant, digital assistant, artificial intelligence, chatbot*, chat bot*, a bot, chatgpt*, gpt, openai, anthropic, llm, llms, neural network*
        i am ai, i'm ai, machine learning, system prompt*, system message*, the prompt, my prompt, this prompt, prompt injection, user message, json, playbook*, jailbreak*, jailbroken, developer mode, debug mode, dan mode, do anything now
        my instructions, my rules, system instructions, previous instructions, prior instructions, these instructions, earlier instructions, original instructions, hidden instructions, following instructions, was instructed, were instructed, been instructed, i was told to
        i am programmed, i was programmed, my programming, my guidelines, approved replies, no restrictions, was hacked, been hacked, is hacked
        sprachmodell*, künstliche intelligenz, ki modell*, eine ki, ki assistent*, meine anweisungen, meine anweisung, systemprompt*, systemnachricht*, meine regeln
        modèle de langage, modèle de langue, intelligence artificielle, mes instructions, une ia, invite système, mes consignes
        modelo de lenguaje, inteligencia artificial, mis instrucciones, una ia, soy ia, mensaje del sistema, modelo de linguagem, inteligência artificial, minhas instruções
        modello linguistico, intelligenza artificiale, le mie istruzioni, taalmodel*, kunstmatige intelligentie, språkmodell*, sprogmodel*, model językowy, языковая модель, искусственный интеллект, dil modeli, yapay zeka
        言語モデル, 人工知能, 语言模型, 語言模型, 人工智能, 언어 모델*, 인공지능*, نموذج لغوي, الذكاء الاصطناعي
        """);

    /// <returns>The word as found; null for none.</returns>
    /// <param name="model">Its name in the settings.</param>
    public static string? In(FoldedWords words, string model) =>
        words.FirstOf(Phrases)?.TrimEnd('*') ?? (FoldedWords.Phrases(model.Replace(',', ' ')) is [{ Length: >= 4 } name] && words.FirstOf([name]) is not null ? "the model's name" : null);

    /// <summary>Letters of two alphabets in one word look like one word and are another.</summary>
    public static bool MixesAlphabets(string text)
    {
        var (latin, other) = (false, false);
        foreach (var rune in HiddenSigns.Folded(text).EnumerateRunes())
        {
            if (!Rune.IsLetter(rune))
            {
                (latin, other) = (false, false);
                continue;
            }

            latin |= rune.Value is < 0x0250 or (>= 0x1E00 and <= 0x1EFF);
            other |= rune.Value is (>= 0x0370 and <= 0x058F) or (>= 0x13A0 and <= 0x13FF) or (>= 0xAB70 and <= 0xABBF);
            if (latin && other)
                return true;
        }

        return false;
    }
}
