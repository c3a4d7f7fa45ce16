import { glob, readFile } from 'node:fs/promises';

/** The source that services are made of, without tests and without the table of alarms. */
export const readSource = async (): Promise<string> => {
  const texts: string[] = [];
  for await (const file of glob('{apps/*,libs/{core,use-cases,adapters,platform}/*}/src/**/*.ts')) {
    if (!file.endsWith('.test.ts') && !file.startsWith('libs/core/alarms/')) {
      texts.push(await readFile(file, 'utf8'));
    }
  }
  return texts.join('\n');
};
