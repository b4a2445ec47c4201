using PageWatch.Testing.Processes;

namespace PageWatch.Host.Tests.Starts;

/// <summary>A wrong setting is named, with the mend, before anything is touched.</summary>
public sealed class SettingsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Good_settings_are_called_good()
    {
        Write("""
            {
              // A comment is no mistake.
              "PageWatch": { "Urls": "http://127.0.0.1:5230", "AdminName": "Ana", "TrustedProxies": ["10.0.0.0/24", "::1"], "Retention": { "RawBytes": "7.00:00:00" } },
              "Fetch": { "AllowPrivate": ["intranet.example", "10.1.2.3", "10.0.0.0/8", "127.0.0.1:8081", "[::1]:8081"], "TimeLimit": "00:00:10" },
              "Platforms": { "Feed": { "FirstPages": 2 }, "WordPress": { "FirstLook": 100 } },
              "Logging": { "LogLevel": { "Default": "Debug" } },
            }
            """);
        var ran = await CheckAsync();
        ran.Code.ShouldBe(0, ran.ToString());
        ran.Output.ShouldStartWith("The settings are good. Everything is kept in /");
    }

    [Fact, Trait("Promise", "14")]
    public async Task Database_is_named_and_its_password_never_is()
    {
        Write("""{ "PageWatch": { "Storage": { "Postgres": "Host=db.example;Database=watch;Username=u;Password=hunter2" } } }""");
        var ran = await CheckAsync();
        ran.Output.ShouldBe("The settings are good. Everything is kept in PostgreSQL: watch at db.example:5432.");
        Write("""{ "PageWatch": { "Storage": { "Postgres": "Host=db.example;Port=many;Password=hunter2" } } }""");
        ran = await CheckAsync();
        ran.Code.ShouldBe(2);
        ran.ToString().ShouldContain("PageWatch:Storage:Postgres cannot be read. It is no connection string.");
        ran.ToString().ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task No_settings_at_all_are_good() => (await CheckAsync()).Code.ShouldBe(0);

    [Theory, Trait("Promise", "14")]
    [InlineData("""{"PageWatch":{"Ulrs":"http://127.0.0.1:1"}}""", "PageWatch:Ulrs is no setting. Known are Urls,")]
    [InlineData("""{"PageWatch":{"Retention":{"RawByte":"1.00:00:00"}}}""", "PageWatch:Retention:RawByte is no setting. Known are RawBytes,")]
    [InlineData("""{"Fetch":{"AllowPrivates":["10.0.0.0/8"]}}""", "Fetch:AllowPrivates is no setting. Known are AllowPrivate,")]
    [InlineData("""{"Platforms":{"WordPress":{"Firstlooks":5}}}""", "Platforms:WordPress:Firstlooks is no setting")]
    [InlineData("""{"Platforms":{"Myspace":{"Token":"x"}}}""", "Platforms:Myspace is no section of settings. Known are PageWatch,")]
    [InlineData("""{"Urls":"http://127.0.0.1:1"}""", "Urls is no section of settings")]
    [InlineData("""{"PageWatch":{"Urls":"127.0.0.1:5230"}}""", "PageWatch:Urls holds \"127.0.0.1:5230\", which is no address to listen on. Write http://127.0.0.1:5230.")]
    [InlineData("""{"PageWatch":{"Urls":"ftp://127.0.0.1:5230"}}""", "PageWatch:Urls holds \"ftp://127.0.0.1:5230\"")]
    [InlineData("""{"PageWatch":{"Urls":"http://127.0.0.1:99999"}}""", "PageWatch:Urls holds \"http://127.0.0.1:99999\"")]
    [InlineData("""{"PageWatch":{"Urls":"http://127.0.0.1:5230/path"}}""", "PageWatch:Urls holds \"http://127.0.0.1:5230/path\"")]
    [InlineData("""{"PageWatch":{"Urls":" ; "}}""", "PageWatch:Urls is empty. Write http://127.0.0.1:5230.")]
    [InlineData("""{"PageWatch":{"Urls":""}}""", "PageWatch:Urls is required.")]
    [InlineData("""{"PageWatch":{"Urls":"http://localhost:0"}}""", "PageWatch:Urls holds \"http://localhost:0\", which cannot have a port of its choice. Write http://127.0.0.1:0.")]
    [InlineData("""{"PageWatch":{"Urls":"https://127.0.0.1:5230"}}""", "there is no certificate. Write Kestrel:Certificates:Default:Path")]
    [InlineData("""{"PageWatch":{"Urls":"http://0.0.0.0:5230"}}""", "so PageWatch:PublicUrl must say how: give --public-url https://pagewatch.example.com, or listen on http://127.0.0.1:5230.")]
    [InlineData("""{"PageWatch":{"Urls":"http://127.0.0.1:5230;http://*:5231"}}""", "PageWatch:PublicUrl must say how")]
    [InlineData("""{"PageWatch":{"Urls":"http://[::]:5230"}}""", "PageWatch:PublicUrl must say how")]
    [InlineData("""{"PageWatch":{"Urls":"http://myhost:5230"}}""", "PageWatch:PublicUrl must say how")]
    [InlineData("""{"PageWatch":{"Urls":"http://localhost.example:5230"}}""", "PageWatch:PublicUrl must say how")]
    [InlineData("""{"PageWatch":{"PublicUrl":"pagewatch.example.com"}}""", "PageWatch:PublicUrl is \"pagewatch.example.com\", which is no address to reach the service by. Write https://pagewatch.example.com.")]
    [InlineData("""{"PageWatch":{"PublicUrl":"ftp://x.example"}}""", "PageWatch:PublicUrl is \"ftp://x.example/\"")]
    [InlineData("""{"PageWatch":{"PublicUrl":"https://ana:secret@x.example"}}""", "which is no address to reach the service by")]
    [InlineData("""{"PageWatch":{"Demo":"maybe"}}""", "PageWatch:Demo is \"maybe\". Write true or false.")]
    [InlineData("""{"PageWatch":{"Retention":{"RawBytes":"a week"}}}""", "PageWatch:Retention:RawBytes is \"a week\". Write a time such as")]
    [InlineData("""{"PageWatch":{"Retention":{"RawBytes":"00:00:01"}}}""", "PageWatch:Retention:RawBytes must be between 01:00:00 and 366.00:00:00; it is \"00:00:01\".")]
    [InlineData("""{"PageWatch":{"AdminName":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}}""", "PageWatch:AdminName must be a string with a maximum length of 80")]
    [InlineData("""{"PageWatch":{"TrustedProxies":["proxy.internal"]}}""", "PageWatch:TrustedProxies holds \"proxy.internal\", which is no address or range. Write 10.0.0.5 or 10.0.0.0/24.")]
    [InlineData("""{"PageWatch":{"Playbook":{"Flie":"playbook.md"}}}""", "PageWatch:Playbook:Flie is no setting. Known are File")]
    [InlineData("""{"PageWatch":{"Playbook":{"File":"playbooks/"}}}""", "PageWatch:Playbook:File names no file. Write one, as in playbook.md.")]
    [InlineData("""{"Fetch":{"AllowPrivate":["10.0.0.0/8","http://intranet"]}}""", "Fetch:AllowPrivate holds \"http://intranet\", which is no host, address or range. Write intranet.example,")]
    [InlineData("""{"Fetch":{"AllowPrivate":["127.0.0.1:99999"]}}""", "Fetch:AllowPrivate holds \"127.0.0.1:99999\"")]
    [InlineData("""{"Fetch":{"TimeLimit":"00:10:00"}}""", "Fetch:TimeLimit must be between 00:00:01 and 00:02:00; it is \"00:10:00\".")]
    [InlineData("""{"Fetch":{"LargestAnswer":"lots"}}""", "Fetch:LargestAnswer is \"lots\". Write a whole number.")]
    [InlineData("""{"Platforms":{"Feed":{"FirstPages":99}}}""", "Platforms:Feed:FirstPages must be between 1 and 20; it is \"99\".")]
    [InlineData("""{"PageWatch":{"AzureLanguage":{"Endpiont":"https://a.example"}}}""", "PageWatch:AzureLanguage:Endpiont is no setting. Known are Endpoint,")]
    [InlineData("""{"PageWatch":{"AzureLanguage":{"Endpoint":"https://a.example"}}}""", "PageWatch:AzureLanguage needs exactly one of Key and Identity; it has none.")]
    [InlineData("""{"PageWatch":{"AzureLanguage":{"Deadline":"01:00:00"}}}""", "PageWatch:AzureLanguage:Deadline must be between 00:00:01 and 00:01:00; it is \"01:00:00\".")]
    [InlineData("""{"PageWatch":{"AzureLanguage":{"ApiVersion":"latest"}}}""", "PageWatch:AzureLanguage:ApiVersion must be a version such as 2024-11-01; it is \"latest\".")]
    [InlineData("""{"PageWatch":{"AzureLanguage":{"Identity":"Maybe"}}}""", "PageWatch:AzureLanguage:Identity is \"Maybe\".")]
    [InlineData("""{"Kestrel":{"Endpoints":{"All":{"Url":"http://0.0.0.0:80"}}}}""", "Kestrel:Endpoints would listen elsewhere than PageWatch:Urls says.")]
    [InlineData("""{"PageWatch":{""", "pagewatch.json cannot be read")]
    [InlineData("""{"PageWatch":{"Demo":true,"Demo":false}}""", "pagewatch.json cannot be read")]
    public async Task Wrong_setting_is_named_with_its_mend(string settings, string told)
    {
        Write(settings);
        var checkedOnly = await CheckAsync();
        checkedOnly.Code.ShouldBe(2, checkedOnly.ToString());
        checkedOnly.Errors.ShouldContain(told);
        NobodySeesAStackTrace(checkedOnly);
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("""{"PageWatch":{"Demo":"maybe"}}""", "PageWatch:Demo is \"maybe\"")]
    [InlineData("""{"PageWatch":{"Urls":"http://0.0.0.0:5230"}}""", "PageWatch:PublicUrl must say how")]
    [InlineData("""{"Fetch":{"AllowPrivate":["x y"]}}""", "Fetch:AllowPrivate holds \"x y\"")]
    [InlineData("""{"PageWatch":{"TrustedProxies":["proxy"]}}""", "PageWatch:TrustedProxies holds \"proxy\"")]
    [InlineData("""{"Kestrel":{"Endpoints":{"All":{"Url":"http://0.0.0.0:0"}}}}""", "Kestrel:Endpoints")]
    [InlineData("""{"Ulrs":"x"}""", "Ulrs is no section")]
    [InlineData("{oops", "cannot be read")]
    public async Task Service_does_not_start_on_a_wrong_setting_and_leaves_the_data_alone(string settings, string told)
    {
        Write(settings);
        var ran = await ServiceProcess.RunAsync(["--data", folder.Path]);
        ran.Code.ShouldBe(2, ran.ToString());
        ran.Errors.ShouldContain(told);
        NobodySeesAStackTrace(ran);
        Directory.GetFileSystemEntries(folder.Path).ShouldHaveSingleItem().ShouldEndWith("pagewatch.json");
    }

    [Fact, Trait("Promise", "14")]
    public async Task Every_wrong_setting_is_named_at_once()
    {
        Write("""{"PageWatch":{"Retention":{"RawBytes":"00:00:01","Parked":"00:00:02"},"Colour":"red"},"Fetch":{"TimeLimit":"00:10:00"},"Mail":{}, "Extra": 1}""");
        var ran = await CheckAsync();
        ran.Errors.Split('\n').Length.ShouldBe(6, ran.ToString());
        foreach (var name in (string[])["PageWatch:Retention:RawBytes", "PageWatch:Retention:Parked", "PageWatch:Colour", "Fetch:TimeLimit", "Mail", "Extra"])
            ran.Errors.ShouldContain(name);
    }

    [Fact]
    public async Task Settings_come_by_the_environment_too_and_options_win()
    {
        var environment = new Dictionary<string, string> { ["PageWatch__Urls"] = "http://0.0.0.0:5230", ["PAGEWATCH_DATA"] = folder.Path, ["UNRELATED__NAME"] = "x" };
        var wrong = await ServiceProcess.RunAsync(["check-config"], environment: environment);
        wrong.Code.ShouldBe(2);
        wrong.Errors.ShouldContain("http://0.0.0.0:5230");
        (await ServiceProcess.RunAsync(["check-config", "--urls", "http://127.0.0.1:5230"], environment: environment)).Code.ShouldBe(0);
        (await ServiceProcess.RunAsync(["check-config", "--public-url=https://x.example"], environment: environment)).Code.ShouldBe(0);
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("--data")]
    [InlineData("--urls")]
    [InlineData("--public-url")]
    public async Task Option_without_its_value_is_named(string option)
    {
        var ran = await ServiceProcess.RunAsync(["check-config", option]);
        ran.Code.ShouldBe(2);
        ran.Errors.ShouldBe($"{option} needs a value after it.");
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("--port", "5230")]
    [InlineData("serve", "--port")]
    public async Task Option_that_is_none_is_no_command(params string[] words)
    {
        var ran = await ServiceProcess.RunAsync([.. words, "--data", folder.Path]);
        ran.Code.ShouldBe(2, ran.ToString());
        ran.Errors.ShouldBe("There is no option --port; pagewatch --help lists them.");
    }

    [Fact]
    public async Task Version_and_help_need_neither_data_nor_settings()
    {
        Write("{oops");
        var version = await ServiceProcess.RunAsync(["--version", "--data", folder.Path]);
        version.Code.ShouldBe(0);
        version.Output.ShouldMatch(@"^PageWatch \d+\.\d+\.\d+$");
        var help = await ServiceProcess.RunAsync(["--help", "--data", folder.Path]);
        help.Code.ShouldBe(0);
        help.Output.ShouldContain("--public-url URL");
        Directory.GetFileSystemEntries(folder.Path).ShouldHaveSingleItem();
    }

    public void Dispose() => folder.Dispose();

    internal static void NobodySeesAStackTrace(Ran ran)
    {
        var said = ran.ToString();
        said.ShouldNotContain("   at ");
        said.ShouldNotContain("Unhandled");
        said.ShouldNotContain("Exception");
    }

    private Task<Ran> CheckAsync() => ServiceProcess.RunAsync(["check-config", "--data", folder.Path]);

    private void Write(string settings) => File.WriteAllText(folder.Inside("pagewatch.json"), settings);
}
