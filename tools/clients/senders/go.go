// usage: go run go.go URL KEY TENANT GROUP MODE < "callId file" lines   prints "callId status" lines
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"time"
)

var client = &http.Client{
	Timeout:   2 * time.Minute,
	Transport: &http.Transport{ExpectContinueTimeout: 20 * time.Second},
}

// writeForm writes the form as the standard library does.
func writeForm(writer *multipart.Writer, id, group, file string) error {
	if err := writer.WriteField("callId", id); err != nil {
		return err
	}
	if err := writer.WriteField("groupId", group); err != nil {
		return err
	}
	part, err := writer.CreateFormFile("file", file)
	if err != nil {
		return err
	}
	source, err := os.Open(file)
	if err != nil {
		return err
	}
	defer source.Close()
	if _, err := io.Copy(part, source); err != nil {
		return err
	}
	return writer.Close()
}

func request(url, tenant, group, mode, id, file string) (*http.Request, error) {
	switch mode {
	case "form":
		var body bytes.Buffer
		writer := multipart.NewWriter(&body)
		if err := writeForm(writer, id, group, file); err != nil {
			return nil, err
		}
		sent, err := http.NewRequest("POST", url+"/v1/recordings", &body)
		if err == nil {
			sent.Header.Set("Content-Type", writer.FormDataContentType())
		}
		return sent, err
	case "form-chunked":
		reader, pipe := io.Pipe()
		writer := multipart.NewWriter(pipe)
		go func() { pipe.CloseWithError(writeForm(writer, id, group, file)) }()
		sent, err := http.NewRequest("POST", url+"/v1/recordings", reader)
		if err == nil {
			sent.Header.Set("Content-Type", writer.FormDataContentType())
		}
		return sent, err
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var body io.Reader = bytes.NewReader(data)
	if mode == "put-chunked" {
		body = io.MultiReader(body) // It has no length.
	}
	sent, err := http.NewRequest("PUT", url+"/v1/recordings/"+tenant+"/"+id, body)
	if err == nil {
		sent.Header.Set("X-Group-Id", group)
		if mode == "put-expect" {
			sent.Header.Set("Expect", "100-continue")
		}
	}
	return sent, err
}

func main() {
	url, key, tenant, group, mode := os.Args[1], os.Args[2], os.Args[3], os.Args[4], os.Args[5]
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		id, file, _ := strings.Cut(lines.Text(), " ")
		sent, err := request(url, tenant, group, mode, id, file)
		if err != nil {
			panic(err)
		}
		sent.Header.Set("X-API-Key", key)
		answer, err := client.Do(sent)
		if err != nil {
			fmt.Println(id, err)
			continue
		}
		io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
		fmt.Println(id, answer.StatusCode)
	}
}
