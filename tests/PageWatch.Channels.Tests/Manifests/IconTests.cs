using PageWatch.Channels.Manifests;

namespace PageWatch.Channels.Tests.Manifests;

/// <summary>What Teams asks of an app's icons: https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package#app-icons</summary>
public sealed class IconTests
{
    [Fact]
    public void Color_icon_fills_its_square_with_several_colours()
    {
        var icon = Read(TeamsManifest.ColorIcon);
        (icon.Width, icon.Height).ShouldBe((192, 192));
        icon.HasAlpha.ShouldBeFalse();
        icon.Pixels.Distinct().Count().ShouldBeGreaterThan(4);
        // Teams cuts corners off: the mark keeps to the middle, 120 pixels each way.
        icon.Pixels.Where((_, at) => at % 192 is < 36 or >= 156 || at / 192 is < 36 or >= 156).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void Outline_icon_is_white_on_nothing()
    {
        var icon = Read(TeamsManifest.OutlineIcon);
        (icon.Width, icon.Height).ShouldBe((32, 32));
        icon.HasAlpha.ShouldBeTrue();
        icon.Pixels.ShouldAllBe(pixel => pixel.Red == 255 && pixel.Green == 255 && pixel.Blue == 255);
        icon.Pixels.Count(pixel => pixel.Alpha == 255).ShouldBeGreaterThan(50);
        icon.Pixels.Count(pixel => pixel.Alpha == 0).ShouldBeGreaterThan(400);
    }

    private static DrawnPicture Read(string name) => DrawnPicture.Read(File.ReadAllBytes(KnownCommands.File($"teams/{name}")));
}
