import { text } from './slack-blocks.mjs';

/** Pictures side by side, each under its name; drawn at their own size, since scaled letters are blurred ones. */
export const sheet = (shots, fonts) => `<!doctype html><style>
  ${fonts}
  * { margin: 0; box-sizing: border-box; }
  main { width: 1600px; padding: 22px; display: flex; gap: 20.5px; align-items: stretch; background: #eceae4; }
  figure { width: 505px; display: flex; flex-direction: column; }
  figcaption { font: 500 19px/26px Inter, sans-serif; color: #1d2530; padding: 0 2px 8px; }
  div { flex: 1; border-radius: 12px; overflow: hidden; background: #fff; }
  div.paper { background: #fbfaf7; }
  img { display: block; }
  </style><main>${shots.map(({ caption, image }, at) => `<figure><figcaption>${text(caption)}</figcaption>
    <div${at === 0 ? ' class="paper"' : ''}><img src="data:image/png;base64,${image.toString('base64')}" alt=""></div></figure>`).join('')}</main>`;
