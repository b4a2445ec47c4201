using Microsoft.Extensions.DependencyInjection;

namespace PageWatch.Testing.Platforms;

/// <summary>What the conformance suite needs to know of a platform.</summary>
public interface IPlatformUnderTest
{
    /// <summary>The folder below the test project that holds <c>fixtures/</c>.</summary>
    static abstract string Folder { get; }

    /// <summary>Adds the platform as the product does.</summary>
    static abstract void Register(IServiceCollection services);
}

/// <summary>The same, as a value: so that a platform which does nothing can be put in another's place.</summary>
public sealed record PlatformUnderTest(string FixtureFolder, Action<IServiceCollection> Register)
{
    /// <summary>What comes out is compared and never written down: it is no version of a real platform that a person could accept.</summary>
    public bool IsCompared { get; init; }

    public static PlatformUnderTest Of<T>() where T : IPlatformUnderTest =>
        new(Path.Combine(ProjectFolder.Of(typeof(T).Assembly), T.Folder, "fixtures"), T.Register);
}
