using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using PageWatch.Pipeline.Staff;
using PageWatch.Pipeline.Telemetry;

namespace PageWatch.Host.Telemetry;

/// <summary>Wires OpenTelemetry, where a collector is set.</summary>
internal static class TelemetryServices
{
    public static IServiceCollection AddTelemetryOptions(this IServiceCollection services)
    {
        services.AddOptions<TelemetryOptions>().BindConfiguration("Telemetry").ValidateOnStart();
        services.AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>();
        return services;
    }

    public static void AddTelemetry(this WebApplicationBuilder builder, string version)
    {
        builder.Services.AddTelemetryOptions();
        var options = builder.Configuration.GetSection("Telemetry").Get<TelemetryOptions>() ?? new TelemetryOptions();
        if (options.Otlp is null)
            return;
        builder.Services.AddSingleton(provider => new PostTrace(() => HMACSHA256.HashData(provider.GetRequiredService<ConfirmKey>().Bytes, "traces"u8)));
        builder.Services.ObserveJourney();
        builder.Services.AddHostedService<QueueGauges>();
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(options.ServiceName, serviceVersion: version, serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}"))
            .WithTracing(tracing => tracing.AddSource(PostTrace.Name).AddOtlpExporter(exporter => Set(exporter, options, "v1/traces")))
            .WithMetrics(metrics => metrics
                .AddMeter(PostTrace.Name, "PageWatch.Channels", "PageWatch.Advisers", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http")
                .AddOtlpExporter((exporter, reader) =>
                {
                    Set(exporter, options, "v1/metrics");
                    reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = 15_000;
                }));
    }

    private static void Set(OtlpExporterOptions exporter, TelemetryOptions options, string path)
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri(options.Otlp!.AbsoluteUri.TrimEnd('/') + "/" + path);
        exporter.Headers = options.Headers;
    }
}
