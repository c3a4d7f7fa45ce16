import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEventSchemas } from '@recordings/test-kit';
import { WORKFLOW_MESSAGE_VERSION, workflowContracts } from '@recordings/workflow';
import { z } from 'zod';
import { renderSchema } from './render-schema.ts';

const GOLDEN = join(import.meta.dirname, '../../fixtures/golden');
const names: Readonly<Record<string, string>> = {
  'request.json': 'reconciliation-request',
  'request-sweep.json': 'reconciliation-request',
  'recording-stored.json': 'recording-stored',
  'recording-quarantined.json': 'recording-quarantined',
};

type Message = { readonly version: string };
const messages = readdirSync(GOLDEN, { recursive: true, encoding: 'utf8' }).flatMap((file) => {
  const name = names[file.split('/').at(-1)!];
  if (name === undefined) return [];
  const message = JSON.parse(readFileSync(join(GOLDEN, file), 'utf8')) as Message;
  return [[file, name, message] as [string, string, Message]];
});
const validatorsOf = (name: string, version: string) =>
  readEventSchemas(name, version).map((schema) => z.fromJSONSchema(schema));

describe('the schemas of our messages', () => {
  it.each(messages)('describe the message of every version: %s', (_, name, message) => {
    const validators = validatorsOf(name, message.version);
    expect(validators.length).toBeGreaterThan(0);
    for (const validator of validators) expect(validator.parse(message)).toEqual(message);
  });

  it.each(messages)(
    'refuse a message without its type, and take one with a further field: %s',
    (_, name, message) => {
      for (const validator of validatorsOf(name, message.version)) {
        expect(validator.safeParse({ ...message, eventType: undefined }).success).toBe(false);
        expect(validator.safeParse({ ...message, mood: 'good' }).success).toBe(true);
      }
    },
  );
});

describe('the schemas of the state machine', () => {
  const examples = workflowContracts.flatMap(({ name }) =>
    readdirSync(GOLDEN, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.split('/').at(-1)!.startsWith(name))
      .map((file): [string, string, object] => [
        file,
        name,
        JSON.parse(readFileSync(join(GOLDEN, file), 'utf8')) as object,
      ]),
  );

  it.each(examples)('describe what each version sends and answers: %s', (_, name, example) => {
    const validators = validatorsOf(name, WORKFLOW_MESSAGE_VERSION);
    expect(validators.length).toBeGreaterThan(0);
    for (const validator of validators) {
      expect(validator.parse(example)).toEqual(example);
      expect(validator.safeParse({ ...example, mood: 'good' }).success).toBe(true);
      expect(validator.safeParse({}).success).toBe(false);
    }
  });

  it.each(workflowContracts.map(({ name }) => name))('have an example: %s', (name) => {
    expect(examples.map(([, of]) => of)).toContain(name);
  });
});

describe('renderSchema', () => {
  it('leaves out what not every validator understands', () => {
    const schema = z.object({
      id: z.string().regex(/^\p{L}+$/u),
      at: z.string().regex(/^\d+$/),
      count: z.int(),
    });
    const rendered = JSON.parse(renderSchema({ name: 'n', version: '1.0', schema })) as {
      properties: object;
    };
    expect(rendered).toMatchObject({ $id: 'urn:recordings:n:1.0' });
    expect(rendered.properties).toEqual({
      id: { type: 'string' },
      at: { type: 'string', pattern: '^\\d+$' },
      count: { type: 'integer' },
    });
  });
});
