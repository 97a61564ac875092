// Command terraform-provider-aws is a stand-in for hashicorp/aws. It serves the provider's schema and does nothing: Terraform's
// validate asks for no more, and its test with mock_provider makes up all values itself. Calls that would need AWS have no
// implementation, so Terraform fails on them.
package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"log"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5/tf5server"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// schemaJSON is written by schema.js.
//
//go:embed schema.json
var schemaJSON []byte

type attributeJSON struct {
	Type      typeJSON `json:"type"`
	Required  bool     `json:"required"`
	Optional  bool     `json:"optional"`
	Computed  bool     `json:"computed"`
	WriteOnly bool     `json:"write_only"`
}

type nestedJSON struct {
	Nesting string    `json:"nesting_mode"`
	Min     int64     `json:"min_items"`
	Max     int64     `json:"max_items"`
	Block   blockJSON `json:"block"`
}

type blockJSON struct {
	Attributes map[string]attributeJSON `json:"attributes"`
	Blocks     map[string]nestedJSON    `json:"block_types"`
}

type providerJSON struct {
	Provider    blockJSON            `json:"provider"`
	Resources   map[string]blockJSON `json:"resource_schemas"`
	DataSources map[string]blockJSON `json:"data_source_schemas"`
}

// typeJSON reads a type as Terraform writes it: "string", or a pair such as ["set", "string"].
type typeJSON struct{ tftypes.Type }

var primitives = map[string]tftypes.Type{
	"string": tftypes.String, "number": tftypes.Number, "bool": tftypes.Bool, "dynamic": tftypes.DynamicPseudoType,
}

func (t *typeJSON) UnmarshalJSON(text []byte) error {
	var name string
	if err := json.Unmarshal(text, &name); err == nil {
		found, known := primitives[name]
		if !known {
			return fmt.Errorf("unknown type %q", name)
		}
		t.Type = found
		return nil
	}
	var pair [2]json.RawMessage
	if err := json.Unmarshal(text, &pair); err != nil {
		return fmt.Errorf("type %s: %w", text, err)
	}
	if err := json.Unmarshal(pair[0], &name); err != nil {
		return fmt.Errorf("type %s: %w", text, err)
	}
	if name == "object" {
		var fields map[string]typeJSON
		if err := json.Unmarshal(pair[1], &fields); err != nil {
			return err
		}
		object := tftypes.Object{AttributeTypes: make(map[string]tftypes.Type, len(fields))}
		for field, of := range fields {
			object.AttributeTypes[field] = of.Type
		}
		t.Type = object
		return nil
	}
	var element typeJSON
	if err := json.Unmarshal(pair[1], &element); err != nil {
		return err
	}
	switch name {
	case "list":
		t.Type = tftypes.List{ElementType: element.Type}
	case "set":
		t.Type = tftypes.Set{ElementType: element.Type}
	case "map":
		t.Type = tftypes.Map{ElementType: element.Type}
	default:
		return fmt.Errorf("unknown type %q", name)
	}
	return nil
}

var nestings = map[string]tfprotov5.SchemaNestedBlockNestingMode{
	"single": tfprotov5.SchemaNestedBlockNestingModeSingle,
	"list":   tfprotov5.SchemaNestedBlockNestingModeList,
	"set":    tfprotov5.SchemaNestedBlockNestingModeSet,
}

func (b blockJSON) block() *tfprotov5.SchemaBlock {
	block := &tfprotov5.SchemaBlock{}
	for name, a := range b.Attributes {
		block.Attributes = append(block.Attributes, &tfprotov5.SchemaAttribute{
			Name: name, Type: a.Type.Type, Required: a.Required, Optional: a.Optional, Computed: a.Computed, WriteOnly: a.WriteOnly,
		})
	}
	for name, n := range b.Blocks {
		block.BlockTypes = append(block.BlockTypes, &tfprotov5.SchemaNestedBlock{
			TypeName: name, Nesting: nestings[n.Nesting], MinItems: n.Min, MaxItems: n.Max, Block: n.Block.block(),
		})
	}
	return block
}

func schemas(blocks map[string]blockJSON) map[string]*tfprotov5.Schema {
	all := make(map[string]*tfprotov5.Schema, len(blocks))
	for name, b := range blocks {
		all[name] = &tfprotov5.Schema{Block: b.block()}
	}
	return all
}

// provider answers what validate and test ask. The embedded interface is nil: a call of any other method ends the process.
type provider struct {
	tfprotov5.ProviderServer
	schema *tfprotov5.GetProviderSchemaResponse
}

func (p *provider) GetMetadata(context.Context, *tfprotov5.GetMetadataRequest) (*tfprotov5.GetMetadataResponse, error) {
	metadata := &tfprotov5.GetMetadataResponse{ServerCapabilities: &tfprotov5.ServerCapabilities{}}
	for name := range p.schema.ResourceSchemas {
		metadata.Resources = append(metadata.Resources, tfprotov5.ResourceMetadata{TypeName: name})
	}
	for name := range p.schema.DataSourceSchemas {
		metadata.DataSources = append(metadata.DataSources, tfprotov5.DataSourceMetadata{TypeName: name})
	}
	return metadata, nil
}

func (p *provider) GetProviderSchema(context.Context, *tfprotov5.GetProviderSchemaRequest) (*tfprotov5.GetProviderSchemaResponse, error) {
	return p.schema, nil
}

func (p *provider) PrepareProviderConfig(_ context.Context, request *tfprotov5.PrepareProviderConfigRequest) (*tfprotov5.PrepareProviderConfigResponse, error) {
	return &tfprotov5.PrepareProviderConfigResponse{PreparedConfig: request.Config}, nil
}

func (p *provider) ValidateResourceTypeConfig(context.Context, *tfprotov5.ValidateResourceTypeConfigRequest) (*tfprotov5.ValidateResourceTypeConfigResponse, error) {
	return &tfprotov5.ValidateResourceTypeConfigResponse{}, nil
}

func (p *provider) ValidateDataSourceConfig(context.Context, *tfprotov5.ValidateDataSourceConfigRequest) (*tfprotov5.ValidateDataSourceConfigResponse, error) {
	return &tfprotov5.ValidateDataSourceConfigResponse{}, nil
}

func (p *provider) StopProvider(context.Context, *tfprotov5.StopProviderRequest) (*tfprotov5.StopProviderResponse, error) {
	return &tfprotov5.StopProviderResponse{}, nil
}

func main() {
	var in providerJSON
	if err := json.Unmarshal(schemaJSON, &in); err != nil {
		log.Fatal(err)
	}
	served := &provider{schema: &tfprotov5.GetProviderSchemaResponse{
		Provider:          &tfprotov5.Schema{Block: in.Provider.block()},
		ResourceSchemas:   schemas(in.Resources),
		DataSourceSchemas: schemas(in.DataSources),
	}}
	if err := tf5server.Serve("hashicorp/aws", func() tfprotov5.ProviderServer { return served }); err != nil {
		log.Fatal(err)
	}
}
