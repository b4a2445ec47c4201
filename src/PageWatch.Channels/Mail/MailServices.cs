using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Mail;

/// <summary>Wires mail.</summary>
public static class MailServices
{
    public const string Section = "PageWatch:Mail";

    public static IServiceCollection AddMailChannel(this IServiceCollection services)
    {
        services.AddOptions<MailOptions>().BindConfiguration(Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsValidator>();
        services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsMeaning>();
        services.AddSingleton<IChannelSender, MailSender>();
        services.AddSingleton<IChannelFinder, MailFinder>();
        return services;
    }
}
