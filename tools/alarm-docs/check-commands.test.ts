import { checkCommands, type KnownNames } from './check-commands.ts';

const names: KnownNames = {
  services: ['pooler'],
  queues: ['downloads'],
  resources: ['downloads', 'call-records'],
  figures: ['calls_total'],
  scripts: ['test:e2e'],
  isLogged: (event) => event === 'call_given_up',
};
const check = (text: string): string[] => checkCommands([{ path: 'page.md', text }], names);
const inBlock = (line: string): string => `# Title\n\n\`\`\`sh\n${line}\n\`\`\`\n`;

describe('checkCommands', () => {
  it.each([
    'logs pooler call_given_up | tail',
    'queue downloads',
    'figure calls_total',
    'restart pooler',
    'aws dynamodb get-item --table-name "$P-call-records"',
    'npm run test:e2e',
  ])('accepts %s', (line) => {
    expect(check(inBlock(line))).toEqual([]);
  });

  it.each([
    ['logs nowhere call_given_up', 'there is no service nowhere'],
    ['logs pooler no_event', 'no service logs no_event'],
    ['queue uploads', 'there is no queue uploads'],
    ['figure none_total', 'CloudWatch gets no metric none_total'],
    ['restart nowhere', 'there is no service nowhere'],
    ['aws s3 ls "s3://$P-nothing/"', 'no table, queue, topic or bucket is named nothing'],
    ['npm run none', 'there is no script none'],
  ])('refuses %s', (line, fault) => {
    expect(check(inBlock(line))).toEqual([`page.md: ${line}: ${fault}`]);
  });

  it('checks a command within a sentence', () => {
    expect(check('Then run `restart nowhere`.')).toEqual([
      'page.md: restart nowhere: there is no service nowhere',
    ]);
  });
});
