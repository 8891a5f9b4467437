// Read-only: the API is on another port, whose answers a page of this one may not read.
SwaggerUIBundle({
  url: "../openapi.yaml",
  dom_id: "#viewer",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  supportedSubmitMethods: [],
  validatorUrl: null,
});
