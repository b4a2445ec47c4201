namespace PageWatch.Pipeline.Staff;

/// <summary>The installation's own key behind the codes that confirm an outward act; made once, kept sealed, known from the start on.</summary>
public sealed class ConfirmKey
{
    private byte[]? known;

    /// <exception cref="InvalidOperationException">Asked before the service has opened its secrets.</exception>
    public byte[] Bytes
    {
        get => known ?? throw new InvalidOperationException("The service has not opened its secrets yet.");
        set => known = value;
    }
}
