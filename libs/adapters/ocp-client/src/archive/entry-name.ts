import { basename, extname } from 'node:path/posix';
import { parseRecordingName } from '@recordings/call-record';

/** Extensions of files that describe an export. */
const SIDE_FILES: ReadonlySet<string> = new Set([
  '.csv',
  '.html',
  '.json',
  '.jsonl',
  '.log',
  '.md',
  '.md5',
  '.sha256',
  '.txt',
  '.xml',
]);
const ARCHIVES: ReadonlySet<string> = new Set([
  '.7z',
  '.bz2',
  '.gz',
  '.rar',
  '.tar',
  '.tgz',
  '.xz',
  '.zip',
  '.zst',
]);

/** Files that the systems of people add to archives. */
const SYSTEM_FILE = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$)/i;

/** By its name. Any entry that may be a recording counts as one: its bytes decide. */
export const kindOfEntry = (path: string): 'recording' | 'other' | 'archive' => {
  const extension = extname(path).toLowerCase();
  if (path.endsWith('/') || SYSTEM_FILE.test(path) || SIDE_FILES.has(extension)) return 'other';
  return ARCHIVES.has(extension) ? 'archive' : 'recording';
};

export const nameOfEntry = (path: string): string => basename(path);

/** OCP's file name ends with the id of the dialog. Any other name is the id of the call. */
export const callIdOfEntry = (path: string): string => {
  const name = nameOfEntry(path);
  return parseRecordingName(name)?.dialogId ?? name.slice(0, name.length - extensionOf(name).length);
};

/** A call id may contain dots. */
const extensionOf = (name: string): string => /\.(wav|wave|mp3)$/i.exec(name)?.[0] ?? '';
