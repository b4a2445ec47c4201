using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PageWatch.Channels.Mail;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Teams;
using PageWatch.Testing.Channels;

namespace PageWatch.Channels.Tests.Mail;

public sealed class MailTests : ChannelConformance<MailTests>, IChannelUnderTest
{
    private readonly StaffChannel channel = new(new ChannelId(7), TeamId.Default, ChannelKind.Mail, "care", "care@contoso.example");

    public static bool CanPress => false;

    public static ValueTask<ChatAtHand> OpenAsync() => MailAtHand.OpenAsync();

    [Fact, Trait("Promise", "2")]
    public async Task Mails_of_one_card_are_one_thread_and_the_same_state_is_the_same_mail()
    {
        await using var server = new MailServer();
        await SendAsync(server, Delivery());
        await SendAsync(server, Delivery());
        await SendAsync(server, Delivery() with { Version = 2 });
        await SendAsync(server, Delivery() with { Key = "nudge-2" });
        var mails = server.Taken.Select(each => each.Mail).ToList();
        mails[1].MessageId.ShouldBe(mails[0].MessageId);
        mails.Select(mail => mail.MessageId).Distinct().Count().ShouldBe(3);
        mails.Take(3).Select(mail => mail.References.Single()).Distinct().ShouldHaveSingleItem();
        mails.ShouldAllBe(mail => mail.InReplyTo == mail.References.Single() && mail.MessageId!.EndsWith("@contoso.example"));
        mails[3].References.Single().ShouldNotBe(mails[0].References.Single());
        mails[0].From.ToString().ShouldBe("\"Contoso care\" <pagewatch@contoso.example>");
    }

    [Theory, Trait("Promise", "7")]
    [InlineData("Complaint\r\nBcc: everybody@contoso.example")]
    [InlineData("Complaint\nBcc: everybody@contoso.example\n\n<b>body</b>")]
    [InlineData("Complaint\u2028Bcc: everybody@contoso.example")]
    [InlineData("=?utf-8?q?Complaint=0D=0ABcc:_everybody@contoso.example?=")]
    public async Task Nothing_on_a_card_becomes_a_header(string text)
    {
        await using var server = new MailServer();
        await SendAsync(server, Delivery() with { Key = text, Card = new Card(text, Tone.Calm, [new CardPart.Line([new Span.Words(text)])], []) { Fallback = text } });
        var (to, mail, _) = server.Taken.ShouldHaveSingleItem();
        to.ShouldBe("care@contoso.example");
        mail.Bcc.ShouldBeEmpty();
        mail.Headers.Contains("Bcc").ShouldBeFalse();
        mail.Subject.ShouldNotBeNull().ShouldNotContain('\n');
    }

    [Theory, Trait("Promise", "9")]
    [InlineData("RCPT", "550 no such user", ChannelFailure.Closed, "550")]
    [InlineData("RCPT", "450 come back later", ChannelFailure.Unreachable, "450")]
    [InlineData("MAIL", "553 not you", ChannelFailure.Closed, "PageWatch:Mail:From")]
    [InlineData("MAIL", "421 too many", ChannelFailure.Unreachable, "421")]
    [InlineData("end of DATA", "554 spam", ChannelFailure.Refused, "554")]
    [InlineData("end of DATA", "452 full", ChannelFailure.Unreachable, "452")]
    [InlineData("DATA", "", ChannelFailure.Unreachable, "cannot be reached")]
    [InlineData("MAIL", "nonsense", ChannelFailure.Unreachable, "cannot be reached")]
    public async Task Answer_says_how_it_goes_on(string verb, string said, ChannelFailure failure, string told)
    {
        await using var server = new MailServer();
        server.Instead[verb] = said;
        var problem = await Should.ThrowAsync<ChannelException>(() => SendAsync(server, Delivery()));
        problem.Failure.ShouldBe(failure);
        problem.Message.ShouldContain(told);
        problem.Message.ShouldContain("care");
        server.Taken.ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "9")]
    public async Task Server_that_is_not_there_is_unreachable()
    {
        int port;
        await using (var gone = new MailServer())
            port = gone.Port;
        await using var services = MailAtHand.Services(port);
        (await Should.ThrowAsync<ChannelException>(async () => await services.GetRequiredService<IChannelSender>().DeliverAsync(Delivery(), CancellationToken.None))).Failure.ShouldBe(ChannelFailure.Unreachable);
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("mail@", false)]
    [InlineData("", false)]
    [InlineData("care", false)]
    [InlineData("care@contoso.example", true)]
    [InlineData("care@contoso.example\r\nBcc: x@y.example", false)]
    [InlineData("a@x.example, b@y.example", false)]
    [InlineData("@contoso.example", false)]
    [InlineData("care@-", false)]
    public void Address_is_read_or_gets_the_mend(string typed, bool good)
    {
        using var services = MailAtHand.Services(25);
        var found = services.GetRequiredService<IChannelFinder>().Find(typed);
        if (good)
            found.Address.ShouldBe(typed);
        else
            found.Problem.ShouldNotBeNull().ShouldContain("mail:care@contoso.example");
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("Host=", "From=care@contoso.example", "Host")]
    [InlineData("Host=smtp.example.com", "From=care", "From")]
    [InlineData("Host=smtp.example.com", "From=care@contoso.example;User=ana", "Password")]
    [InlineData("Host=smtp.example.com", "From=care@contoso.example;User=ana;Password=x;Tls=None", "Tls")]
    [InlineData("Host=smtp.example.com", "From=care@contoso.example;Port=70000", "Port")]
    public void Settings_that_cannot_work_are_refused(string host, string rest, string named)
    {
        var settings = (host + ";" + rest).Split(';').Select(each => each.Split('=')).ToDictionary(each => "PageWatch:Mail:" + each[0], each => (string?)each[1]);
        var services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).AddSingleton(TimeProvider.System);
        using var provider = services.AddMailChannel().BuildServiceProvider();
        Should.Throw<OptionsValidationException>(() => provider.GetRequiredService<IOptions<MailOptions>>().Value).Message.ShouldContain(named);
    }

    private static async Task SendAsync(MailServer server, CardDelivery delivery)
    {
        await using var services = MailAtHand.Services(server.Port);
        await services.GetRequiredService<IChannelSender>().DeliverAsync(delivery, CancellationToken.None);
    }

    private CardDelivery Delivery() => new("nudge-1", channel, null, 1, new Card("Complaint", Tone.Calm, [], []) { Fallback = "Complaint" }, null);
}
