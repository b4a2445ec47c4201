using System.Runtime.CompilerServices;

namespace PageWatch.Pipeline.Understanding.Model;

/// <summary>Finds the place of a hash in a list, in one or two steps.</summary>
public sealed class HashIndex
{
    private readonly uint[] _hashes;
    private readonly int[] _slots;
    private readonly int _mask;

    /// <param name="hashes">Each once; the place in this list is what is found.</param>
    // Runs once, long: a first, slow translation of it would be most of the time a model takes to load.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public HashIndex(uint[] hashes)
    {
        _hashes = hashes;
        var size = 16;
        while (size < hashes.Length * 3)
            size *= 2;
        _mask = size - 1;
        _slots = new int[size];
        for (var i = 0; i < hashes.Length; i++)
        {
            var slot = (int)hashes[i] & _mask;
            while (_slots[slot] != 0)
                slot = (slot + 1) & _mask;
            _slots[slot] = i + 1;
        }
    }

    public IReadOnlyList<uint> Hashes => _hashes;

    public int Count => _hashes.Length;

    /// <returns>Its place; -1 when it is not in the list.</returns>
    public int Find(uint hash)
    {
        for (var slot = (int)hash & _mask; ; slot = (slot + 1) & _mask)
        {
            var at = _slots[slot] - 1;
            if (at < 0 || _hashes[at] == hash)
                return at;
        }
    }
}
