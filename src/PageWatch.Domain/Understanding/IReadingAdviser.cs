namespace PageWatch.Domain.Understanding;

/// <summary>A service outside that is asked how a text reads, by choice of the installation. It may fail in every way, and then the embedded reader reads alone.</summary>
public interface IReadingAdviser
{
    /// <summary>As people know it: "Azure AI Language".</summary>
    string Name { get; }

    AdviceTerms Terms { get; }

    /// <param name="texts">What it is told leaves the machine: whoever calls has masked it, where <see cref="AdviceTerms.MasksPersonal"/> says so.</param>
    /// <param name="cancellationToken">Cancelled when time is up: what is known by then is answered, and the rest is not given.</param>
    /// <returns>One answer a text, in their order.</returns>
    /// <remarks>Never throws for what goes wrong outside, nor for the token.</remarks>
    Task<IReadOnlyList<Advice>> AdviseAsync(IReadOnlyList<AdviceRequest> texts, CancellationToken cancellationToken);
}

/// <summary>What an adviser may be told, and how long it is waited for.</summary>
/// <param name="Deadline">For all the texts of one asking together.</param>
/// <param name="MasksPersonal">Personal data is covered before the adviser sees a text.</param>
/// <param name="ReadsOwn">Also what the page itself wrote.</param>
/// <param name="ReadsBaseline">Also what was there before a watch began.</param>
public sealed record AdviceTerms(TimeSpan Deadline, bool MasksPersonal, bool ReadsOwn, bool ReadsBaseline);

/// <param name="Text">Plain text, hostile as ever. Places in the answer are counted in it.</param>
public sealed record AdviceRequest(string Text);
