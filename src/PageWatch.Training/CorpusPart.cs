namespace PageWatch.Training;

/// <summary>What a post of our own corpus is for: 60 % teach, 10 % fit temperatures, 30 % only test.</summary>
public enum CorpusPart
{
    /// <summary>Teaches.</summary>
    Training,

    /// <summary>Fits temperatures and intercepts.</summary>
    Calibration,

    /// <summary>Only tests.</summary>
    Test,
}
