import { dirname, join, normalize } from 'node:path';

/** The Markdown pages by path, and every file and folder that a link may name. Paths are relative to the root. */
export type Pages = {
  readonly textByPath: ReadonlyMap<string, string>;
  readonly exists: (path: string) => boolean;
};

export type BrokenLink = { readonly page: string; readonly link: string; readonly why: string };

const LINK = /\]\(([^()\s]+)\)/g;
const EXTERNAL = /^[a-z][a-z0-9+.-]*:/i;

/** Finds links to files that do not exist, and to headings that their page does not have. Skips other sites. */
export const findBrokenLinks = ({ textByPath, exists }: Pages): BrokenLink[] =>
  [...textByPath].flatMap(([page, text]) =>
    listLinks(text).flatMap((link) => {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? page : normalize(join(dirname(page), file)).replace(/\/$/, '');
      if (!exists(target)) return [{ page, link, why: 'there is no such file' }];
      const targetText = textByPath.get(target);
      if (anchor === undefined || targetText === undefined || listAnchors(targetText).has(anchor)) return [];
      return [{ page, link, why: 'the page has no such heading' }];
    }),
  );

const listLinks = (text: string): string[] =>
  [...withoutCode(text).matchAll(LINK)].map(([, link]) => link!).filter((link) => !EXTERNAL.test(link));

/** The anchors that GitHub makes of headings. A second heading of the same text gets `-1`. */
const listAnchors = (text: string): Set<string> => {
  const anchors = new Set<string>();
  const counts = new Map<string, number>();
  for (const [, heading] of withoutCode(text).matchAll(/^#{1,6} +(.+)$/gm)) {
    const slug = heading!
      .trim()
      .toLowerCase()
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    const count = counts.get(slug) ?? 0;
    counts.set(slug, count + 1);
    anchors.add(count === 0 ? slug : `${slug}-${count}`);
  }
  return anchors;
};

const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, '');
