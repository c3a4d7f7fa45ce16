import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

const WORKSPACE_SCOPE = '@recordings';

/**
 * Copies the working tree to a new folder under the system's temp folder. Packages are links to those of `root`, except
 * those of the workspace: they are links into the copy, so that a mutation in the copy reaches every test there.
 */
export const copyTree = (root: string): string => {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), 'mutation-')));
  for (const path of listFiles(root)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(root, path), join(copy, path));
  }
  linkPackages(join(root, 'node_modules'), join(copy, 'node_modules'));
  const scope = join(root, 'node_modules', WORKSPACE_SCOPE);
  mkdirSync(join(copy, 'node_modules', WORKSPACE_SCOPE));
  for (const name of readdirSync(scope)) {
    if (!existsSync(join(scope, name))) continue;
    const project = relative(realpathSync(root), realpathSync(join(scope, name)));
    symlinkSync(join(copy, project), join(copy, 'node_modules', WORKSPACE_SCOPE, name));
  }
  for (const path of listProjects(root)) {
    const own = join(root, path, 'node_modules');
    if (existsSync(own)) linkPackages(own, join(copy, path, 'node_modules'));
  }
  return copy;
};

/** Tracked and new files, without ignored and deleted ones. */
const listFiles = (root: string): string[] => {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return [...new Set(listed.split('\0'))].filter((path) => path !== '' && existsSync(join(root, path)));
};

const linkPackages = (from: string, to: string): void => {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from))
    if (name !== WORKSPACE_SCOPE) symlinkSync(join(from, name), join(to, name));
};

/** Folders of the workspace's libs, such as `libs/core/fault`. */
export const listLibs = (root: string): string[] =>
  readdirSync(join(root, 'libs')).flatMap((layer) =>
    readdirSync(join(root, 'libs', layer))
      .map((name) => `libs/${layer}/${name}`)
      .filter((path) => existsSync(join(root, path, 'src'))),
  );

const listProjects = (root: string): string[] => [
  ...listLibs(root),
  ...readdirSync(join(root, 'apps')).map((name) => `apps/${name}`),
];
