// Before a release: node .ci/checkVersion.mjs v1.2.3
import { readFileSync } from 'node:fs';

const read = (name) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const [tag = ''] = process.argv.slice(2);
const { version } = JSON.parse(read('package.json'));
const isReleased = read('CHANGELOG.md')
	.split('\n')
	.some((line) => line.startsWith(`## ${version}`) && !line.includes('unreleased'));

const wrong = [
	...(tag === `v${version}` ? [] : [`The tag is "${tag}", package.json says ${version}.`]),
	...(isReleased ? [] : [`CHANGELOG.md has no heading "## ${version}" with a date.`]),
];
if (wrong.length > 0) {
	process.stderr.write(`${wrong.join('\n')}\n`);
	process.exit(1);
}
