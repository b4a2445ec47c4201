namespace PageWatch.Training;

/// <summary>What a post of our own corpus is for: 60 % teach, 10 % fit temperatures, 30 % only test.</summary>
internal enum CorpusPart
{
    Training,
    Calibration,
    Test,
}
