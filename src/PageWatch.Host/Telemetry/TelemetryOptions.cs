using Microsoft.Extensions.Options;

namespace PageWatch.Host.Telemetry;

/// <summary>Settings of the section <c>Telemetry</c>.</summary>
public sealed class TelemetryOptions
{
    /// <summary>Where traces and meters go: a collector that takes OTLP over HTTP, such as http://127.0.0.1:4318. Nothing is sent when left out.</summary>
    public Uri? Otlp { get; set; }

    /// <summary>Headers for the collector, as <c>name=value,name=value</c>; a key of a paid one belongs here.</summary>
    public string? Headers { get; set; }

    /// <summary>The name under which this installation shows.</summary>
    public string ServiceName { get; set; } = "pagewatch";
}

internal sealed class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options) => options switch
    {
        { Otlp: { } otlp } when !otlp.IsAbsoluteUri || otlp.Scheme is not ("http" or "https") =>
            ValidateOptionsResult.Fail($"Telemetry:Otlp is {otlp}, which is no http or https address. Write the collector's address, such as http://127.0.0.1:4318."),
        { ServiceName: var service } when string.IsNullOrWhiteSpace(service) => ValidateOptionsResult.Fail("Telemetry:ServiceName is empty. Leave it out, or name the installation."),
        _ => ValidateOptionsResult.Success,
    };
}
