# usage: perl.pl URL KEY TENANT GROUP MODE < "callId file" lines   prints "callId status" lines
use strict;
use warnings;
use HTTP::Tiny;

my ($url, $key, $tenant, $group, $mode) = @ARGV;
$| = 1;
my $http = HTTP::Tiny->new(timeout => 120);

sub form {
    my ($id, $data) = @_;
    my $boundary = 'perl' . int(rand(1e9));
    my $field = sub { "--$boundary\r\nContent-Disposition: form-data; name=\"$_[0]\"\r\n\r\n$_[1]\r\n" };
    my $head = "--$boundary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"r.wav\"\r\n\r\n";
    return ("multipart/form-data; boundary=$boundary",
        $field->('callId', $id) . $field->('groupId', $group) . $head . $data . "\r\n--$boundary--\r\n");
}

# A body that HTTP::Tiny asks for piece by piece is sent chunked.
sub pieces {
    my ($data) = @_;
    my $at = 0;
    return sub {
        return '' if $at >= length $data;
        my $piece = substr($data, $at, 10_007);
        $at += 10_007;
        return $piece;
    };
}

while (my $line = <STDIN>) {
    my ($id, $file) = split ' ', $line;
    open my $source, '<:raw', $file or die "$file: $!";
    my $data = do { local $/; <$source> };
    close $source;
    my ($type, $form) = form($id, $data);
    my %common = ('X-API-Key' => $key);
    my %raw = (%common, 'X-Group-Id' => $group, 'Content-Type' => 'audio/x-wav');
    my %as_form = (%common, 'Content-Type' => $type);
    my $path = "$url/v1/recordings/$tenant/$id";
    my $answer =
        $mode eq 'form' ? $http->post("$url/v1/recordings", { headers => \%as_form, content => $form })
      : $mode eq 'form-chunked' ? $http->post("$url/v1/recordings", { headers => \%as_form, content => pieces($form) })
      : $mode eq 'put' ? $http->put($path, { headers => \%raw, content => $data })
      :                  $http->put($path, { headers => \%raw, content => pieces($data) });
    print "$id $answer->{status}\n";
}
