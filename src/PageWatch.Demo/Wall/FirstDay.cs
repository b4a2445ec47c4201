namespace PageWatch.Demo.Wall;

/// <summary>What the page's first visitors wrote, in the order in which they wrote it. All of them are invented.</summary>
internal static class FirstDay
{
    private const string Rambling =
        """
        I have been coming to Contoso since the old place on Mill Lane, back when there were four tables and the radio was always on the wrong station, so please take this as coming from a friend. Last Thursday I came in around three, or it may have been half past, because I had just been to the bank, and the young man at the counter was very polite but the machine was making a noise, and I thought of my late uncle, who repaired machines like that and would have had an opinion.

        Anyway. The coffee was good. It is always good. But the chairs! Who chose the chairs? I am not a tall man and my knees were at my ears. My wife, who is a tall woman, could not stay at all and drank hers standing by the window like someone waiting for a bus. I understand that things have to change and that the young people sit on anything.

        The cake was a little dry at the edges and very nice in the middle, which is, if you think about it, the right way round. I have enclosed no picture because my telephone does not do that.

        What I really wanted to ask: are you going to keep the old loyalty cards with the stamps? I have one with nine stamps on it, and I would like to know before Saturday whether the tenth is still worth coming in for.

        With kind regards, and no hard feelings about the chairs,
        Gordon
        """;

    /// <param name="now">The end of the day, UTC.</param>
    /// <returns>Oldest first, with new ids; the place in the log of changes is still to be given.</returns>
    public static IReadOnlyList<WallPost> Before(DateTimeOffset now)
    {
        var day = new List<WallPost>();

        On("ingrid", "Ingrid S.", "19:38", "Tusen takk, Ben! The grinder came back yesterday and runs like new. Sorted in two days, I am impressed.");

        var charged = On("carla", "Carla D.", "17:12", "I was charged twice for my March subscription. Two identical payments, one minute apart. Could somebody look into this?");
        ThePage(charged, "16:49", "Hello Carla, you are right, and we are sorry: our payment provider took it twice. The second payment is on its way back to you, today.");
        Under(charged, "carla", "Carla D.", "02:31", "It is still not back on my card, and nobody answers the e-mail I was given. I am starting to lose patience here.");
        ThePage(charged, "02:19", "You are right to be, Carla. I have just had the bank on the telephone: it is booked for tomorrow morning. Write to me by name if it is not there. Nora");

        var stamps = On("gordon", "Gordon P.", "14:20", Rambling);
        ThePage(stamps, "13:58", "Dear Gordon, every stamp on the old cards counts, so your tenth coffee is on us. And you are right about the chairs: two of the old ones are back by the window. Nora");
        var holiday = On("yousef", "يوسف ح.", "11:43", "مرحباً، هل القهوة لديكم عضوية؟ وهل تفتحون صباح يوم العيد؟");
        ThePage(holiday, "11:20", "أهلاً يوسف، نعم، كل قهوتنا عضوية. ونفتح صباح يوم العيد من العاشرة. نراك قريباً!");
        On("deals", "BestDealz4U", "09:57", "🔥🔥 EARN $900 A DAY FROM HOME!!! No experience needed, only 7 places left 👉 http://best-dealz.example/win?ref=coffee 🔥🔥");
        var shipping = On("misaki", "佐藤 美咲", "08:16", "オンラインストアの豆は日本にも送ってもらえますか?送料がいくらになるかも教えていただけると助かります。");
        ThePage(shipping, "07:55", "佐藤様、お問い合わせありがとうございます。日本へもお送りしています。1kgまで送料は18ユーロです。");
        On("priya", "Priya N.", "06:44", "The flat white at your Harbour Street shop this morning was the best I have had in months, and Sam remembered my name after one visit. You have something good going there ☕");
        var label = On("helen", "Helen M.", "05:08", "Could you please put a gluten-free label on the pastries? My daughter has coeliac disease and we ask every single time. Everybody is kind about it, a small sign would just make it easier.");
        ThePage(label, "04:47", "Hello Helen, that is a good idea, and easily done: the signs are up in all our shops from tomorrow. All the best to your daughter!");

        var oatMilk = On("jonas", "Jonas B.", "03:52", "Gibt es die Hafermilch inzwischen auch in der Filiale am Bahnhof, oder nur in der Innenstadt?");
        ThePage(oatMilk, "03:40", "Hallo Jonas, seit letzter Woche auch am Bahnhof, ohne Aufpreis. Bis bald!");
        Under(oatMilk, "jonas", "Jonas B.", "03:22", "Super, danke für die schnelle Antwort!");

        On("amelie", "Amélie R.", "00:38", "Commande 48213 : j’avais demandé deux paquets de décaféiné et j’ai reçu du café aromatisé à la noisette. C’est la deuxième erreur ce mois-ci. Que comptez-vous faire ?");
        On("tomasz", "Tomasz W.", "00:49", "", "https://pictures.example/tomasz/cup-on-the-counter.jpg");
        On("mei", "Mei", "00:26", "Oh great, another “improved” lid. Exactly what my shirt needed 🙃");

        var sunday = On("luis", "Luis O.", "00:11", "¿A qué hora abren el domingo?");
        ThePage(sunday, "00:04", "¡Hola, Luis! El domingo abrimos de 9 a 15 h. ¡Te esperamos!");
        On("jana", "Jana K.", "00:04", "Third parcel in a row that arrives broken. Does anyone at Contoso even read this?");

        return [.. day.OrderBy(post => post.CreatedAt)];

        WallPost On(string person, string name, string ago, string text, string? picture = null) => Add(null, new WallAuthor("v-" + person, name), ago, text, picture);

        void Under(WallPost parent, string person, string name, string ago, string text) => Add(parent, new WallAuthor("v-" + person, name), ago, text);

        void ThePage(WallPost parent, string ago, string text) => Add(parent, new WallAuthor(DemoWall.AccountId, DemoWall.Name), ago, text);

        // "04:40" is four hours and forty minutes ago.
        WallPost Add(WallPost? parent, WallAuthor author, string ago, string text, string? picture = null)
        {
            var id = DemoWall.NewId('p');
            var written = now - TimeSpan.ParseExact(ago, "hh\\:mm", System.Globalization.CultureInfo.InvariantCulture);
            var post = new WallPost(
                id, parent?.Id, parent?.Thread ?? id, author, WallWords.Text(text), picture, written, Revision: 1, Change: 0, IsDeleted: false, author.Id == DemoWall.AccountId);
            day.Add(post);
            return post;
        }
    }
}
