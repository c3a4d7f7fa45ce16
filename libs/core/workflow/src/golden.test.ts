import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMessage } from '@recordings/reconciliation';
import { z } from 'zod';
import { workflowContracts } from './contracts.ts';
import { ExecutionInput } from './execution-input.ts';
import { WORKFLOW_MESSAGE_VERSION } from './message-version.ts';
import { EndOutput } from './prepare-end.ts';
import { ExportJobOutput, StatusOutput } from './task-output.ts';
import { goldenAnswers, goldenInputs, goldenMessages, goldenReads } from './test-golden.ts';
import { WorkflowMessage } from './workflow-message.ts';

const FOLDER = join(import.meta.dirname, '../../../../fixtures/golden');
const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' });
const newest = Math.max(...readdirSync(FOLDER).map(Number).filter(Number.isInteger));
const read = (file: string): unknown => JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
/** The files of every version whose name begins like this. */
const startingWith = (prefix: string): [string, unknown][] =>
  files
    .filter((file) => file.endsWith('.json') && file.split('/').at(-1)!.startsWith(prefix))
    .map((file) => [file, read(file)]);

const answers = workflowContracts.flatMap(({ name, schema }) =>
  name.startsWith('workflow-answer-')
    ? startingWith(name).map(([file, answer]): [string, z.ZodType, unknown] => [file, schema, answer])
    : [],
);

describe('the messages of the state machine of every version', () => {
  it.each(startingWith('workflow-task-'))('are read with all fields: %s', (_, body) => {
    expect(readMessage(WorkflowMessage, WORKFLOW_MESSAGE_VERSION, JSON.stringify(body))).toEqual({
      kind: 'message',
      message: body,
    });
  });

  it.each(startingWith('workflow-execution-input'))(
    'are begun by an input of today’s fields: %s',
    (_, input) => {
      expect(ExecutionInput.parse(input)).toEqual(input);
    },
  );
});

describe('the answers of every version', () => {
  it.each(answers)('are answers of this version with all fields: %s', (_, schema, answer) => {
    expect(schema.parse(answer)).toEqual(answer);
  });
});

describe('an execution that began with the definition of an earlier version', () => {
  const Reads = z.record(z.string(), z.array(z.string()));
  const given: Record<string, z.ZodObject> = {
    ...{ input: ExecutionInput, exportJob: ExportJobOutput, statusCheck: StatusOutput, end: EndOutput },
  };

  it.each(startingWith('workflow-reads'))(
    'finds each field that it reads in the answers of this version: %s',
    (_, reads) => {
      for (const [object, fields] of Object.entries(Reads.parse(reads))) {
        const { shape } = given[object]!;
        const always = Object.keys(shape).filter((field) => !z.safeParse(shape[field]!, undefined).success);
        expect(always).toEqual(expect.arrayContaining(fields));
      }
    },
  );
});

describe('the golden files of the newest folder', () => {
  const golden = { ...goldenAnswers, ...goldenInputs, ...goldenMessages, ...goldenReads };

  it.each(Object.entries(golden))('contain what this version gives: %s', (name, item) => {
    expect(read(`${newest}/${name}.json`)).toEqual(JSON.parse(JSON.stringify(item)));
  });

  it('contain each kind of message and of answer', () => {
    const kinds = startingWith(`workflow-task-`).map(([file]) => file);
    for (const { shape } of WorkflowMessage.options)
      expect(kinds).toContain(`${newest}/workflow-task-${shape.kind.value}.json`);
    for (const { name } of workflowContracts.filter(({ name }) => name.startsWith('workflow-answer-')))
      expect(Object.keys(goldenAnswers)).toContain(name);
  });
});
