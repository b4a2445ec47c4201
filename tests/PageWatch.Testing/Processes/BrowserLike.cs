namespace PageWatch.Testing.Processes;

/// <summary>Makes a client look like what it stands for.</summary>
public static class BrowserLike
{
    /// <summary>Says what a browser says of an address that a person typed or followed: https://www.w3.org/TR/fetch-metadata/</summary>
    public static HttpClient SentByAPerson(this HttpClient client)
    {
        client.DefaultRequestHeaders.Add("Sec-Fetch-Mode", "navigate");
        client.DefaultRequestHeaders.Add("Sec-Fetch-Dest", "document");
        return client;
    }
}
