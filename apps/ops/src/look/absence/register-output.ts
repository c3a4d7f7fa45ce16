import { existsSync } from 'node:fs';
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { WrongArgumentError } from '../../output/wrong-argument.ts';

/** How far the file is written. `asked` is the question as it was typed, so that another one does not continue it. */
const Progress = z.object({
  asked: z.string(),
  from: z.string(),
  to: z.string(),
  cursor: z.string().optional(),
  calls: z.number(),
  pending: z.number(),
  unreadable: z.array(z.string()),
  bytes: z.number(),
});
export type Progress = z.infer<typeof Progress>;

/** Where a register is written, page by page. */
export type RegisterOutput = {
  /** What an interrupted run of the same question has written. */
  readonly written: Progress | undefined;
  /** Adds a text. `progress` describes the register with it. */
  readonly add: (text: string, progress: Omit<Progress, 'asked' | 'bytes'>) => Promise<void>;
  readonly end: (text: string) => Promise<void>;
};

/** Prints it. It cannot be continued. */
export const printRegister = (say: (text: string) => void): RegisterOutput => {
  let line = '';
  const print = async (text: string): Promise<void> => {
    const whole = (line + text).lastIndexOf('\n');
    if (whole >= 0) say((line + text).slice(0, whole)); // `say` ends the line.
    line = (line + text).slice(whole + 1);
  };
  return { written: undefined, add: print, end: print };
};

/**
 * Writes the register beside its file, as `{file}.part`, and how far it is, as `{file}.progress`. The file has its name only
 * when it is whole. After a crash `part` is cut to what the progress says, and continued.
 *
 * @param asked the question as it was typed.
 * @throws {WrongArgumentError} if the file exists.
 */
export const openRegisterFile = async (file: string, asked: string): Promise<RegisterOutput> => {
  if (existsSync(file)) throw new WrongArgumentError(`--out is "${file}", which exists; expected a new file`);
  const [part, notes] = [`${file}.part`, `${file}.progress`];
  const written = await readProgress(notes, asked);
  if (!written) await writeFile(part, '');
  let bytes = written?.bytes ?? 0;
  const append = async (text: string): Promise<void> => {
    const handle = await open(part, 'r+');
    try {
      await handle.truncate(bytes);
      bytes += (await handle.write(text, bytes)).bytesWritten;
      await handle.sync();
    } finally {
      await handle.close();
    }
  };
  return {
    written,
    add: async (text, progress) => {
      await append(text);
      await writeFile(`${notes}.new`, JSON.stringify({ asked, ...progress, bytes }));
      await rename(`${notes}.new`, notes);
    },
    end: async (text) => {
      await append(text);
      await rename(part, file);
      await rm(notes, { force: true });
    },
  };
};

/** Notes of another question, or that cannot be read, are no progress. */
const readProgress = async (notes: string, asked: string): Promise<Progress | undefined> => {
  try {
    const progress = Progress.parse(JSON.parse(await readFile(notes, 'utf8')));
    return progress.asked === asked ? progress : undefined;
  } catch {
    return undefined;
  }
};
