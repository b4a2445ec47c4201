using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PageWatch.Channels.Teams;
using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Tests.Teams;

public sealed class TeamsSettingsTests
{
    private const string App = "AppId=" + TeamsStandIn.AppId;
    private const string Tenant = "Tenants:0=" + TeamsStandIn.Tenant;

    [Theory]
    [InlineData("")]
    [InlineData(App, Tenant, "Secret=s")]
    [InlineData(App, Tenant, "ManagedIdentity=true")]
    [InlineData(App, Tenant, "WorkloadIdentity=true", "Cloud=UsGov")]
    [InlineData(App, Tenant, "CertificatePath=/etc/pagewatch/bot.pfx", "CertificatePassword=p")]
    [InlineData(App, Tenant, "Secret=s", "ServiceHosts:0=smba.example.com", "Metadata=https://login.example.com/keys", "TokenEndpoint=http://127.0.0.1:5066/token")]
    [InlineData("Anonymous=true", "/ENVIRONMENT=Development")]
    public async Task Settings_that_make_sense_are_taken(params string[] settings) => (await ProblemAsync(settings)).ShouldBeNull();

    [Theory]
    [InlineData("no AppId", Tenant, "Secret=s")]
    [InlineData("Tenants is empty", App, "Secret=s")]
    [InlineData("exactly one", App, Tenant)]
    [InlineData("exactly one", App, Tenant, "Secret=s", "ManagedIdentity=true")]
    [InlineData("no tenant id", App, "Secret=s", "Tenants:0=a/b")]
    [InlineData("no host", App, Tenant, "Secret=s", "ServiceHosts:0=https://smba.example.com/")]
    [InlineData("https://", App, Tenant, "Secret=s", "Metadata=http://login.example.com/keys")]
    [InlineData("https://", App, Tenant, "Secret=s", "TokenEndpoint=ftp://login.example.com/token")]
    [InlineData("CertificatePath", App, Tenant, "Secret=s", "CertificatePassword=p")]
    [InlineData("development alone", "Anonymous=true")]
    [InlineData("development alone", "Anonymous=true", "/ENVIRONMENT=Production")]
    [InlineData("exclude each other", App, Tenant, "Secret=s", "Anonymous=true")]
    public async Task Settings_that_do_not_are_refused_with_the_mend(string words, params string[] settings) => (await ProblemAsync(settings)).ShouldNotBeNull().ShouldContain(words);

    [Fact]
    public async Task Without_settings_there_is_no_Teams_and_the_mend_is_told()
    {
        await using var house = new TeamsHouse(settings => settings.Clear());
        (await house.CallAsync(TeamsHouse.Message("open"))).Status.ShouldBe(404);
        var problem = await Should.ThrowAsync<ChannelException>(async () => await house.Sender.DeliverAsync(TeamsHouse.Delivery(TeamsHouse.Plain("said")), CancellationToken.None));
        problem.Failure.ShouldBe(ChannelFailure.Closed);
        problem.Message.ShouldContain("#care");
        problem.Message.ShouldContain("PageWatch:Teams");
        house.Finder.Find($"{TeamsStandIn.Tenant}/{TeamsHouse.Care}").Problem.ShouldNotBeNull().ShouldContain("PageWatch:Teams");
    }

    [Theory]
    [InlineData(TeamsStandIn.Tenant + "/19:care@thread.tacv2", true)]
    [InlineData(" " + TeamsStandIn.Tenant + "/19:3f0c@thread.v2 ", true)]
    [InlineData(TeamsStandIn.Tenant + "/a:1Kx", true)]
    [InlineData("", false)]
    [InlineData("care", false)]
    [InlineData("#care", false)]
    [InlineData("/19:care@thread.tacv2", false)]
    [InlineData(TeamsStandIn.Tenant + "/", false)]
    [InlineData(TeamsStandIn.Tenant + "/19:care@thread.tacv2/x", false)]
    [InlineData(TeamsStandIn.Tenant + "/19:care@thread.tacv2;messageid=1", false)]
    [InlineData(TeamsStandIn.Tenant + "/19:ca re@thread.tacv2", false)]
    [InlineData(TeamsStandIn.Tenant + "/../x", false)]
    [InlineData("99999999-9999-4999-8999-999999999999/19:care@thread.tacv2", false)]
    public async Task Address_is_tenant_and_conversation(string typed, bool isGood)
    {
        await using var house = new TeamsHouse();
        var found = house.Finder.Find(typed);
        (found.Address is not null).ShouldBe(isGood);
        (found.Problem is null).ShouldBe(isGood);
        if (isGood)
            found.Address.ShouldBe(typed.Trim());
        (house.Finder.Prefix, house.Finder.Kind, house.Finder.TakesSecret).ShouldBe(("teams", ChannelKind.Teams, false));
    }

    [Fact]
    public async Task Channel_by_name_is_told_how_to_add_it()
    {
        await using var house = new TeamsHouse();
        house.Finder.Find("#care").Problem.ShouldNotBeNull().ShouldContain("channel add here");
    }

    private static async Task<string?> ProblemAsync(string[] settings)
    {
        await using var house = new TeamsHouse(given =>
        {
            given.Clear();
            foreach (var setting in settings.Where(setting => setting.Length > 0).Select(setting => setting.Split('=', 2)))
                given[setting[0].StartsWith('/') ? setting[0][1..] : "PageWatch:Teams:" + setting[0]] = setting[1];
        });
        try
        {
            _ = house.Services.GetRequiredService<IOptions<TeamsOptions>>().Value;
            return null;
        }
        catch (OptionsValidationException problem)
        {
            return problem.Message;
        }
    }
}
