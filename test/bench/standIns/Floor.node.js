// The floor: a declarative node with the parameters of Office 365 Users that reads each of them once and sends nothing.
const {
	Office365Users,
} = require('n8n-nodes-office365-users/dist/nodes/Office365Users/Office365Users.node.js');

/** What Get User Profile reads. */
const read = ['user', 'selectFields', 'options'];

async function readEach(request) {
	this.parameters = read.map((name) =>
		this.getNodeParameter(name, undefined, { extractValue: name === 'user' }),
	);
	return request;
}

async function sendNothing() {
	return [
		{ json: { id: this.getNodeParameter('resource') }, pairedItem: { item: this.getItemIndex() } },
	];
}

class Floor {
	constructor() {
		const { icon: _icon, ...description } = new Office365Users().description;
		this.description = {
			...description,
			name: 'floor',
			displayName: 'Floor',
			requestOperations: { pagination: sendNothing },
			properties: description.properties.map((property) =>
				property.name === 'operation' ? { ...property, options: withoutSteps(property) } : property,
			),
		};
	}
}

const withoutSteps = ({ options }) =>
	options.map((option) => ({
		...option,
		routing: {
			request: option.routing.request,
			send: { paginate: true, preSend: [readEach] },
		},
	}));

module.exports = { Floor };
