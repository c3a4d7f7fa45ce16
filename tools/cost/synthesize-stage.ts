import { spawnSync } from 'node:child_process';
import { glob, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Template } from './read-deployment.ts';

/**
 * Synthesises a stage of `infra/` into a folder that is removed again. @returns its templates.
 *
 * @throws {Error} with the output, if synthesis fails.
 */
export const synthesizeStage = async (stage: string): Promise<Template[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'recordings-synth-'));
  try {
    const args = ['infra/src/main.ts', '--context', `stage=${stage}`];
    const { status, stderr } = spawnSync(process.execPath, args, {
      env: { ...process.env, CDK_OUTDIR: folder },
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`the synthesis of stage ${stage} ended with ${status}: ${stderr}`);
    const templates: Template[] = [];
    for await (const file of glob(join(folder, '*.template.json'))) {
      templates.push(JSON.parse(await readFile(file, 'utf8')) as Template);
    }
    return templates;
  } finally {
    await rm(folder, { recursive: true });
  }
};
