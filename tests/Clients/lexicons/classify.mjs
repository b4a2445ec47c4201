// Answers "language, text" lines with a lexicon, as `pagewatch classify --task sentiment` does:
//   node classify.mjs --with vader|afinn --tsv FILE|-
import { createReadStream } from 'node:fs';
import Sentiment from 'sentiment';
import vader from 'vader-sentiment';

// Both give a score and no probability. What stands in the columns rises and falls with the score, and is good for order alone.
const lexicons = {
  // The thresholds that VADER's own README names.
  vader: text => {
    const { compound } = vader.SentimentIntensityAnalyzer.polarity_scores(text);
    const label = compound >= 0.05 ? 'positive' : compound <= -0.05 ? 'negative' : 'neutral';
    return { label, confidence: label === 'neutral' ? 1 - Math.abs(compound) : Math.abs(compound), alert: (1 - compound) / 2 };
  },
  afinn: (afinn => text => {
    const { score } = afinn.analyze(text);
    const sure = 1 / (1 + Math.exp(-Math.abs(score)));
    return { label: score > 0 ? 'positive' : score < 0 ? 'negative' : 'neutral', confidence: sure, alert: 1 / (1 + Math.exp(score)) };
  })(new Sentiment()),
};

function wrong(what) {
  console.error(`${what}\nWrite node classify.mjs --with ${Object.keys(lexicons).join('|')} --tsv FILE|-`);
  process.exit(2);
}

const options = {};
for (let i = 2; i < process.argv.length; i += 2) {
  if (!['--with', '--tsv'].includes(process.argv[i]) || process.argv[i + 1] === undefined) wrong(`"${process.argv[i]}" is no option with a value.`);
  options[process.argv[i]] = process.argv[i + 1];
}

const answer = lexicons[options['--with']] ?? wrong('--with names no lexicon.');
const file = options['--tsv'] ?? wrong('--tsv is missing.');
process.stdout.on('error', problem => process.exit(problem.code === 'EPIPE' ? 0 : 1));

let number = 0;
function take(line) {
  number++;
  const tab = line.indexOf('\t');
  if (tab < 0) {
    console.error(`Line ${number} has no tab.`);
    process.exit(1);
  }
  const { label, confidence, alert } = answer(line.slice(tab + 1));
  process.stdout.write(`${label}\t${confidence.toFixed(6)}\t${alert.toFixed(6)}\n`);
}

// Not by node:readline, which also ends lines where a post has a lone return or U+2028.
let rest = '';
for await (const block of (file === '-' ? process.stdin : createReadStream(file)).setEncoding('utf8')) {
  const lines = (rest + block).split('\n');
  rest = lines.pop();
  lines.forEach(take);
}
if (rest !== '') take(rest);
