// The floor without the parameters that came with Sync Users and later: what those cost a run that does not use them.
const { Floor } = require('./Floor.node.js');

const NEWER = new Set([
	'columns',
	'onlyIfChanged',
	'dryRun',
	'maxChanges',
	'returnUnchanged',
	'unknownColumns',
	'firstRound',
	'onlyChangedFields',
	'includeManager',
	'repeatLastRound',
	'startOver',
	'conditions',
	'matchConditions',
	'memberOf',
	'includeNested',
	'inactiveForDays',
	'countOnly',
	'customAttributes',
]);

const withoutNewer = (properties) =>
	properties
		.filter(({ name }) => !NEWER.has(name))
		.map((property) =>
			property.type === 'collection'
				? { ...property, options: withoutNewer(property.options) }
				: property,
		);

class FloorBefore extends Floor {
	constructor() {
		super();
		const { properties } = this.description;
		this.description = {
			...this.description,
			name: 'floorBefore',
			displayName: 'Floor before',
			properties: withoutNewer(properties),
		};
	}
}

module.exports = { FloorBefore };
