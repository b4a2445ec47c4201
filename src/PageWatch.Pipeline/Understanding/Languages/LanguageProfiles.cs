using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace PageWatch.Pipeline.Understanding.Languages;

/// <summary>The profiles of the scripts that several languages share, and the file that holds them.</summary>
/// <remarks>
/// "PWL1"; the number of scripts; for each its number, bits, number of languages, temperature (32-bit float), the languages (length, ASCII), then the weights, a byte each.
/// Numbers are bytes where nothing else is said; little endian.
/// </remarks>
public sealed class LanguageProfiles
{
    private const uint Magic = 0x314C5750;

    private static readonly Lazy<LanguageProfiles> Own = new(ReadOwn);

    private readonly ScriptProfile?[] _profiles = new ScriptProfile?[Scripts.Count];

    /// <exception cref="InvalidDataException">Two are of one script.</exception>
    public LanguageProfiles(IEnumerable<ScriptProfile> profiles)
    {
        foreach (var profile in profiles)
        {
            ref var place = ref _profiles[(int)profile.Script];
            place = place is null ? profile : throw new InvalidDataException($"There are two profiles of {profile.Script}.");
        }
    }

    /// <summary>Those that come with the program, read once.</summary>
    public static LanguageProfiles Embedded => Own.Value;

    /// <summary>Null for a script that tells its language by itself, or that no language is known of.</summary>
    public ScriptProfile? this[Script script] => _profiles[(int)script];

    /// <exception cref="InvalidDataException">It is no such file, of another version, or cut off.</exception>
    public static LanguageProfiles Read(Stream stream)
    {
        try
        {
            using var reader = new BinaryReader(stream, Encoding.ASCII, leaveOpen: true);
            if (reader.ReadUInt32() != Magic)
                throw new InvalidDataException("This is no file of language profiles, or of another version: make one with 'languages' of PageWatch.Training.");
            var profiles = new ScriptProfile[reader.ReadByte()];
            for (var i = 0; i < profiles.Length; i++)
                profiles[i] = ReadProfile(reader);
            return new LanguageProfiles(profiles);
        }
        catch (EndOfStreamException cut)
        {
            throw new InvalidDataException("The file of language profiles is cut off: make it anew with 'languages' of PageWatch.Training.", cut);
        }
    }

    public void Write(Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.ASCII, leaveOpen: true);
        writer.Write(Magic);
        writer.Write((byte)_profiles.Count(profile => profile is not null));
        foreach (var profile in _profiles.OfType<ScriptProfile>())
        {
            writer.Write((byte)profile.Script);
            writer.Write((byte)profile.Bits);
            writer.Write((byte)profile.Languages.Count);
            writer.Write(profile.Temperature);
            foreach (var language in profile.Languages)
                writer.Write(language);
            for (var row = 0; row < 1 << profile.Bits; row++)
                writer.Write(MemoryMarshal.AsBytes(profile.Row(row)));
        }
    }

    private static ScriptProfile ReadProfile(BinaryReader reader)
    {
        var script = (Script)reader.ReadByte();
        var bits = reader.ReadByte();
        var languages = new string[reader.ReadByte()];
        var temperature = reader.ReadSingle();
        for (var i = 0; i < languages.Length; i++)
            languages[i] = reader.ReadString();
        if ((int)script >= Scripts.Count || bits > 20)
            throw new InvalidDataException($"The file of language profiles names script {(int)script} with {bits} bits: neither can be.");
        var weights = new sbyte[languages.Length << bits];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(weights.AsSpan()));
        return new ScriptProfile(script, languages, bits, weights, temperature);
    }

    private static LanguageProfiles ReadOwn()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Languages/profiles.pwl")
            ?? throw new InvalidOperationException("The program was built without its language profiles.");
        return Read(stream);
    }
}
