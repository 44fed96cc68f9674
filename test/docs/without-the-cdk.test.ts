import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { writePackage } from '../../infra/package.ts';
import { plainTemplate } from '../../infra/plain-template.ts';
import { folderWith } from '../cli/folder.ts';
import { withParameters } from '../infra/given-parameters.ts';
import { findings } from '../infra/schemas.ts';
import { type Json, resourcesOf } from '../infra/synthesised.ts';
import { uploads } from './uploads.ts';

const run = promisify(execFile);
const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const PAGE = readFileSync('docs/getting-started.md', 'utf8');
const section = /^## Without the CDK\n(.*?)^## /ms.exec(PAGE)![1]!;
const commands = /^```console\n(.*?)\n```$/ms.exec(section)![1]!.split('\n');
const parameters = [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);

const { status } = spawnSync('aws', ['--version']);
const withAwsCli = status === 0 ? test : test.skip;

describe('installing the deployer without the CDK', () => {
  test('is said in commands of the AWS CLI, with the capability that roles need and a bucket for what is large', () => {
    const [install, packaging, deploying, ...rest] = commands as [string, string, string];
    expect(install).toBe('npm install stepshift');
    expect(packaging).toContain('--template-file node_modules/stepshift/dist/cloudformation/stepshift.template.json');
    expect(deploying).toContain(/--output-template-file (\S+)/.exec(packaging)![1]!);
    expect(deploying).toContain('--capabilities CAPABILITY_IAM');
    expect(deploying).toContain('--s3-bucket');
    expect(rest).toHaveLength(1);
  });

  test('has the parameters of the template, with their defaults', () => {
    const { Parameters } = plainTemplate();
    expect(parameters).toEqual(Object.keys(Parameters));
    for (const name of ['DeployerName', 'LogRetentionDays']) {
      const { Default } = Parameters[name] as { readonly Default: string };
      expect(section).toMatch(new RegExp(`^\\| \`${name}\` \\| \`?${Default}\`? \\|`, 'm'));
    }
  });

  withAwsCli(
    'works as it stands with the AWS CLI (skipped where there is none)',
    async () => {
      const folder = folderWith({});
      await writePackage(PROJECT, join(folder, 'node_modules/stepshift/dist/cloudformation'));
      const aws = await uploads();
      try {
        const { stdout } = await run('sh', ['-e', '-c', commands.slice(1).join('\n')], {
          cwd: folder,
          env: {
            PATH: process.env.PATH,
            HOME: folder,
            AWS_ENDPOINT_URL: aws.url,
            AWS_REGION: 'us-east-1',
            AWS_DEFAULT_REGION: 'us-east-1',
            AWS_ACCESS_KEY_ID: 'local',
            AWS_SECRET_ACCESS_KEY: 'local',
            ...(process.env.PYENV_ROOT && { PYENV_ROOT: process.env.PYENV_ROOT }),
            ...(process.env.PYENV_VERSION && { PYENV_VERSION: process.env.PYENV_VERSION }),
          },
        });
        expect(stdout.trim().split('\n').at(-1)).toBe('arn:aws:states:us-east-1:123456789012:stateMachine:Stepshift');
      } finally {
        await aws.close();
      }
      const template: Json = JSON.parse(readFileSync(join(folder, 'stepshift.packaged.json'), 'utf8'));
      expect(Object.keys(template.Parameters)).toEqual(parameters);
      for (const [, { Properties }] of resourcesOf(template, 'AWS::Lambda::Function')) {
        const { S3Bucket, S3Key } = Properties.Code;
        expect(aws.objects.get(`/${S3Bucket}/${S3Key}`)?.subarray(0, 4).toString('latin1')).toBe('PK\x03\x04');
      }
      const named = JSON.parse(JSON.stringify(withParameters(template)).replaceAll('"BUCKET"', '"bucket"'));
      expect(findings(named)).toEqual([]);
      const asked = aws.asked.find((one) => one.get('Action') === 'CreateChangeSet')!;
      expect(asked.get('Capabilities.member.1')).toBe('CAPABILITY_IAM');
      const keys = parameters.map((_, index) => asked.get(`Parameters.member.${index + 1}.ParameterKey`));
      const prefix = keys.indexOf('NamePrefix') + 1;
      expect(asked.get(`Parameters.member.${prefix}.ParameterValue`)).toBe('orders-');
      const uploaded = aws.objects.get(new URL(asked.get('TemplateURL')!).pathname)!;
      expect(JSON.parse(uploaded.toString())).toEqual(template);
    },
    240_000,
  );
});
